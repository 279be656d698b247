// One keyring in three places, rotated once from its first key to that key's destruction, and one fault on the way.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/keyring/plan.hpp"
#include "tests/matrix/site.hpp"

namespace jwtkeep::matrix {

struct FaultCase {
  int number = 0;
  /// The fault befalls the first of them.
  std::array<Site*, 3> sites{};
  std::optional<Fault> fault;  ///< nothing: how it goes without
  keyring::Step::Kind step{};  ///< that is about to be taken when it begins
  bool from_the_first_write = false;

  [[nodiscard]] std::string title() const;
};

struct Outcome {
  std::vector<std::string> failures;  ///< sentences
  std::size_t verifications = 0;
  std::size_t seconds = 0;  ///< of the keyring's time, until its first key was destroyed
};

/// Time is the keyring's own: it moves by half a minute at a time. Everything else is real.
Outcome run(const FaultCase& which);

}  // namespace jwtkeep::matrix
