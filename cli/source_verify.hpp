// Verifying a token with keys that were given, not with a keyring.
#pragma once

#include <string>
#include <vector>

#include "cli/expectations.hpp"
#include "jwtkeep/jose/jwt.hpp"

namespace jwtkeep::cli {

/// The algorithms of the keys, each once.
std::vector<jose::Alg> algs_of(const std::vector<jose::VerifyKey>& keys);

/// Errors: the reason codes of a refused token, with hints on `--alg` and `--form` where they would mend it.
base::Result<jose::VerifiedToken> verify_with_keys(const std::vector<jose::VerifyKey>& keys,
                                                   const jose::VerifyPolicy& policy, const std::string& token,
                                                   base::Instant now);

}  // namespace jwtkeep::cli
