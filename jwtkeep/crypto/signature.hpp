// Signatures in the form that JOSE gives them.
#pragma once

#include <cstddef>
#include <cstdint>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/crypto/key_pair.hpp"

namespace jwtkeep::crypto {

enum class Scheme : std::uint8_t {
  rsa_pkcs1_sha256,   ///< RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2)
  ecdsa_p256_sha256,  ///< r || s, 32 bytes each (RFC 7518 section 3.4)
  ed25519,            ///< RFC 8032 section 5.1
};

/// The kind of key that a scheme needs.
KeyKind key_kind(Scheme scheme) noexcept;

/// The exact length of this key's signatures in bytes.
std::size_t signature_size_bytes(const PublicKey& key) noexcept;

/// Signs `message` (which is hashed here). Errors: `key_mismatch` when the key is of another kind, `internal`.
base::Result<base::Bytes> sign(const PrivateKey& key, Scheme scheme, base::ByteView message);

/// Whether the signature holds. False for a key of another kind, another length, and r or s outside 1 to n - 1
/// (CVE-2022-21449).
bool verify(const PublicKey& key, Scheme scheme, base::ByteView message, base::ByteView signature);

}  // namespace jwtkeep::crypto
