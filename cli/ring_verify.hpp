// Verifying a token with a keyring out of the store.
#pragma once

#include <string>

#include "jwtkeep/jose/jwt.hpp"
#include "jwtkeep/store/store.hpp"

namespace jwtkeep::cli {

/// What the keyring's policy demands of a token.
base::Result<jose::VerifyPolicy> ring_policy(const keyring::Policy& policy, const std::vector<jose::Alg>& algs);

/// Verifies with the key that the token's `kid` names. A token without a `kid`, as many libraries make them, is tried
/// with each key that verifies. A bad signature that would hold if the secret were read in another form says so in its
/// hint (DESIGN, "Text or bytes"). Errors: the reason codes of a refused token, and those of the store.
base::Result<jose::VerifiedToken> verify_with_ring(store::Store& store, const keyring::Keyring& ring,
                                                   const std::string& token, base::Instant now);

}  // namespace jwtkeep::cli
