// What the tests of the probe forge with: the verifier's keys, a good token of each, and a sound verifier.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "jwtkeep/probe/material.hpp"
#include "jwtkeep/probe/run.hpp"

namespace jwtkeep::probe {

inline const base::Instant kNow{base::Seconds{1'800'000'000}};

/// By what the verifier's key is chosen. `weak` is the HMAC secret of a tutorial.
enum class KeyOf : std::uint8_t { hmac, weak, rsa, ec };

/// A good token, the key that signs, and all that an attacker or the owner has besides.
const Material& material(KeyOf key);

using Verifier = std::function<bool(const std::string& token)>;
/// Everything as jwtkeep itself verifies: the negative example of every forgery.
bool is_sound(const Material& material, const std::string& token);

/// The service's side of a run: `verifier` answers 200 or 401 at once.
struct Service {
  Verifier verifier;
  std::function<std::chrono::microseconds(const std::string&)> takes = {};  ///< how long; none: next to nothing
  std::function<std::string(const std::string&)> fetches = {};  ///< the path that a token has it ask our listener for
  std::string fetched = {};
  std::vector<std::string> told = {};
  std::vector<std::chrono::milliseconds> waits = {};

  [[nodiscard]] Conduct conduct();
};

}  // namespace jwtkeep::probe
