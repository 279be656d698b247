// A key's secret material: making it, and turning it into JOSE keys.
#pragma once

#include <string>

#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/jose/key.hpp"
#include "jwtkeep/keyring/key.hpp"
#include "jwtkeep/keyring/policy.hpp"

namespace jwtkeep::keyring {

/// A key together with its secret. Symmetric material is the HMAC key's true bytes; asymmetric is PKCS#8 DER.
struct KeyWithMaterial {
  Key key;
  base::SecretBytes material;
};

/// A new key for this policy from the CSPRNG: at least 256 bits, `kid` its RFC 7638 thumbprint.
/// `fingerprint_key` is the store's (32 bytes). Errors: `weak_secret` where the judge of all secrets refuses the new
/// one, which is no accident.
base::Result<KeyWithMaterial> make_key(const Policy& policy, const base::SecretBytes& fingerprint_key);

/// An existing secret or private key as a keyring key; `kid` may be empty (then the thumbprint, or, for a symmetric
/// secret that can be guessed, a random one: a thumbprint would let strangers test guesses, RFC 7638 section 7).
base::Result<KeyWithMaterial> adopt_key(jose::Alg alg, base::SecretBytes material, std::string kid, bool guessable,
                                        const base::SecretBytes& fingerprint_key);

/// The signing key of stored material. Errors: `key_mismatch`, `malformed`.
base::Result<jose::SigningKey> signing_key(const Key& key, const base::SecretBytes& material);

/// The verifying key: from the public JWK where there is one; symmetric keys need their material.
base::Result<jose::VerifyKey> verify_key(const Key& key, const base::SecretBytes* material);

/// HMAC-SHA-256 of the true bytes under the store's fingerprint key, first 16 bytes (DESIGN, "fingerprint"). For
/// asymmetric keys, of the RFC 7638 thumbprint's digest.
base::Bytes fingerprint(const base::SecretBytes& fingerprint_key, base::ByteView true_bytes);

/// The text that people paste and that stands in `JWT_SECRET`: the characters themselves for `text`, base64url for
/// `bytes`, PKCS#8 PEM for asymmetric keys.
base::SecretBytes secret_text(const Key& key, Form form, const base::SecretBytes& material);

}  // namespace jwtkeep::keyring
