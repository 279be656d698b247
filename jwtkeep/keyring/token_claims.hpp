// The claims of a new token, as a keyring's policy completes and bounds them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/keyring/policy.hpp"

namespace jwtkeep::keyring {

/// What is wanted of a token beside its claims. Empty: nothing is said.
struct ClaimWishes {
  std::string token_lifetime;  ///< as `parse_duration` takes it
  std::string subject;
  std::string issuer;
  std::vector<std::string> audience;
  std::string not_before_in;  ///< as `parse_duration` takes it
  bool id = false;            ///< a `jti` of its own

  [[nodiscard]] bool given() const;
};

/// How the wishes are called where they come from, for messages.
struct WishWords {
  std::string_view claims;
  std::string_view token_lifetime;
  std::string_view subject;
  std::string_view issuer;
  std::string_view audience;
  std::string_view not_before_in;
  std::string_view id;
};

/// What a keyring settles for its tokens; without one: an hour unless said, and no longest life.
struct ClaimRules {
  base::Seconds usual_lifetime{3600};
  std::optional<base::Seconds> longest_lifetime;
  std::optional<std::string> issuer;
  std::optional<std::string> audience;
};

ClaimRules claim_rules(const Policy& policy);

/// `claims`, which is an object, with what is wished and what the rules say: `iat` and `exp` always, `iss` and `aud`
/// where the rules have them. Errors: `bad_value` for a claim that is given twice, for claims of the wrong type (RFC
/// 7519 section 4.1), for a life longer than the rules'.
base::Result<base::Json> complete_claims(base::Json claims, const ClaimWishes& wishes, const ClaimRules& rules,
                                         const WishWords& words, base::Instant now);

}  // namespace jwtkeep::keyring
