// Verifying a token with a keyring out of the store.
#pragma once

#include <string>

#include "cli/expectations.hpp"
#include "jwtkeep/jose/jws_verify.hpp"
#include "jwtkeep/jose/jwt.hpp"
#include "jwtkeep/store/store.hpp"

namespace jwtkeep::cli {

/// The key that a `kid` names. Errors: those of `keyring::verifier`, and those of the store.
base::Result<jose::VerifyKey> ring_key(store::Store& store, const keyring::Keyring& ring,
                                       const std::optional<std::string>& kid, base::Instant now);

/// Verifies with the key that the token's `kid` names. A token without a `kid`, as many libraries make them, is tried
/// with each key that verifies. A bad signature that would hold if the secret were read in another form says so in its
/// hint (DESIGN, "Text or bytes"). Errors: the reason codes of a refused token, those of the store, and those of
/// `verify_policy`.
base::Result<jose::VerifiedToken> verify_with_ring(store::Store& store, const keyring::Keyring& ring,
                                                   const Expectations& expectations, const std::string& token,
                                                   base::Instant now);

}  // namespace jwtkeep::cli
