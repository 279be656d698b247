// RSAES-OAEP (RFC 8017 section 7.1), as RFC 7518 section 4.3 uses it: with the same hash for label and mask, and an
// empty label.
#pragma once

#include <cstdint>
#include <optional>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/crypto/key_pair.hpp"

namespace jwtkeep::crypto {

/// SHA-1 is sound here: OAEP needs no collision resistance of it (RFC 7518 section 8.3 is about signatures).
enum class OaepHash : std::uint8_t { sha1, sha256, sha384, sha512 };

/// Errors: `key_mismatch` for a key that is not RSA, `bad_value` for a plaintext that is too long for it.
base::Result<base::Bytes> encrypt_oaep(const PublicKey& key, OaepHash hash, const base::SecretBytes& plaintext);

/// The plaintext, or nothing: for a key that is not RSA, a ciphertext of another length than the modulus, and wrong
/// padding, whose check is constant time (Manger's attack, RFC 8017 section 7.1.2). The caller must not tell these
/// apart from a later failure either (RFC 7516 section 11.5).
std::optional<base::SecretBytes> decrypt_oaep(const PrivateKey& key, OaepHash hash, base::ByteView ciphertext);

}  // namespace jwtkeep::crypto
