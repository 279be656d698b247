// The options with which `sign` and `encrypt` make a token's claims.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/keyring/token_claims.hpp"

namespace jwtkeep::cli {

/// Texts as given; empty: not given.
struct ClaimsOptions {
  std::string claims;  ///< `{...}`, `@FILE` or `-`
  keyring::ClaimWishes wishes;

  [[nodiscard]] bool given() const { return !claims.empty() || wishes.given(); }
};

void add_claims_options(Arguments& app, ClaimsOptions& options);

/// Errors: `bad_value` for a claim that is given twice, for claims that are none, for a life longer than the rules';
/// those of the file.
base::Result<base::Json> make_claims(const ClaimsOptions& options, const keyring::ClaimRules& rules, base::Instant now);

}  // namespace jwtkeep::cli
