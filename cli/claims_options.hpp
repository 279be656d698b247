// The options with which `sign` and `encrypt` make a token's claims.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/keyring/policy.hpp"

namespace jwtkeep::cli {

/// Texts as given; empty: not given.
struct ClaimsOptions {
  std::string claims;  ///< `{...}`, `@FILE` or `-`
  std::string token_lifetime;
  std::string subject;
  std::string issuer;
  std::vector<std::string> audience;
  std::string not_before_in;
  bool id = false;

  [[nodiscard]] bool given() const;
};

void add_claims_options(Arguments& app, ClaimsOptions& options);

/// What a keyring settles for its tokens; without one: an hour unless said, and no longest life.
struct ClaimRules {
  base::Seconds usual_lifetime{3600};
  std::optional<base::Seconds> longest_lifetime;
  std::optional<std::string> issuer;
  std::optional<std::string> audience;
};

ClaimRules claim_rules(const keyring::Policy& policy);

/// Errors: `bad_value` for a claim that is given twice, for claims that are none, for a life longer than the rules';
/// those of the file.
base::Result<base::Json> make_claims(const ClaimsOptions& options, const ClaimRules& rules, base::Instant now);

}  // namespace jwtkeep::cli
