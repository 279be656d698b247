// JWK thumbprints (RFC 7638; RFC 8037 appendix A.3 for OKP).
#pragma once

#include <optional>
#include <string>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/crypto/key_pair.hpp"
#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/jose/key.hpp"

namespace jwtkeep::jose {

// SHA-256, base64url, 43 characters. A symmetric key's is a hash of its secret: whoever sees it can test guesses
// (RFC 7638 section 7), so it names only keys drawn at random.

std::string thumbprint(const crypto::PublicKey& key);
std::string thumbprint(const base::SecretBytes& secret);  ///< kty `oct`, from the true bytes
std::string thumbprint(const VerifyKey& key);
std::string thumbprint(const SigningKey& key);
std::string thumbprint(const Jwk& jwk);
/// Of a public JWK that was checked when it was made: its members are hashed as they stand there, and nothing is worked
/// out anew, which makes a set of 100,000 cheap. Nothing where a required one is missing or no base64url.
std::optional<std::string> thumbprint(const base::Json& public_jwk);

}  // namespace jwtkeep::jose
