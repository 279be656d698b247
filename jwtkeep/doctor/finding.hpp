// One rule that is broken, and where.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"

namespace jwtkeep::doctor {

enum class Rule : std::uint8_t {
  tampered,             ///< something other than jwtkeep has changed the keyring's rows in the store
  weak,                 ///< a secret that can be guessed verifies tokens
  shared_services,      ///< two services have one secret: each can forge for the other
  shared_environments,  ///< two environments have one secret: whoever reads the lesser can forge for the greater
  shared_purposes,      ///< two purposes of one service have one secret
  shared,               ///< another keyring, which is not for who reads this, has the same secret
  development_value,    ///< production verifies with a secret that a development environment has
  overdue,              ///< a step of the rotation that nothing holds was due and was not taken
  held,                 ///< a destination keeps the rotation from its next step
  stale,                ///< a destination holds older keys
  drift,                ///< another hand changed what stands in a destination
  unreachable,          ///< a destination cannot be read
};

/// The word that is printed, e.g. `shared_services`.
std::string_view word(Rule rule) noexcept;

/// How much it matters, the worst first.
enum class Severity : std::uint8_t { critical, high, medium };
std::string_view word(Severity severity) noexcept;
Severity severity(Rule rule) noexcept;
/// Whether it is about two keyrings that have one secret.
bool is_sharing(Rule rule) noexcept;

struct Finding {
  Rule rule;
  std::string keyring;      ///< whose keys it is about
  std::string destination;  ///< empty for the store itself
  std::string what;         ///< one sentence; never holds a value
  std::string mend;         ///< what to do
  /// Of what is shared: the other keyring, or nothing where its name is not for whoever reads this.
  std::optional<std::string> with = {};
  friend bool operator==(const Finding&, const Finding&) = default;
};

/// The worst first, then by keyring.
void sort_worst_first(std::vector<Finding>& findings);

base::Json to_json(const Finding& finding);

}  // namespace jwtkeep::doctor
