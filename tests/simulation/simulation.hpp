// A discrete-event simulation of one keyring's world: keepers, destinations, issuers and verifiers whose views are
// stale, whose clocks differ, that fail, are killed and come back. The rules under test are handed in, so that mutants
// of them can be tried too.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "jwtkeep/keyring/plan.hpp"

namespace jwtkeep::keyring::simulation {

using Planner = std::function<Steps(const Keyring&, const Policy&, const Confirmations&, base::Instant)>;

struct Settings {
  std::uint64_t seed = 1;
  std::uint64_t rotations = 1000;  ///< how many activations to see
  bool compromises = true;
  bool faults = true;  ///< destinations fail, keepers are killed
  Planner planner = plan;
};

struct Outcome {
  std::uint64_t rotations = 0;
  std::uint64_t worlds = 0;  ///< policies and fleets that were drawn
  std::uint64_t tokens = 0;  ///< tokens signed
  std::uint64_t checks = 0;  ///< verifications
  std::uint64_t compromises = 0;
  std::uint64_t kills = 0;    ///< keepers that died between two of their actions
  std::uint64_t outages = 0;  ///< destinations that went down
  std::uint64_t excused = 0;  ///< refusals of a key that an emergency had to use before all knew it
  std::uint64_t refused = 0;  ///< valid tokens refused: must be 0
  std::uint64_t late = 0;     ///< tokens accepted more than P after their key's retirement: must be 0
  std::uint64_t stuck = 0;    ///< worlds that ceased to rotate: must be 0
  std::string first_failure;  ///< the world and the moment, for people
};

/// Runs worlds until `settings.rotations` activations have been seen or something failed.
Outcome run(const Settings& settings);

}  // namespace jwtkeep::keyring::simulation
