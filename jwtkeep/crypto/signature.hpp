// Signatures in the form that JOSE gives them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/crypto/key_pair.hpp"

namespace jwtkeep::crypto {

enum class Scheme : std::uint8_t {
  rsa_pkcs1_sha256,  ///< RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2)
  rsa_pkcs1_sha384,
  rsa_pkcs1_sha512,
  rsa_pss_sha256,  ///< RSASSA-PSS, MGF1 with the same hash, salt as long as the hash (RFC 7518 section 3.5)
  rsa_pss_sha384,
  rsa_pss_sha512,
  ecdsa_p256_sha256,  ///< r || s, each at the curve's width (RFC 7518 section 3.4)
  ecdsa_p384_sha384,
  ecdsa_p521_sha512,
  ecdsa_secp256k1_sha256,  ///< RFC 8812 section 3.2
  ed25519,                 ///< RFC 8032 section 5.1
  ed448,                   ///< RFC 8032 section 5.2, with an empty context
};

/// All schemes, in their order.
std::span<const Scheme> schemes() noexcept;

/// The kind of key that a scheme needs.
KeyKind key_kind(Scheme scheme) noexcept;

/// The exact length of this key's signatures in bytes; 0 for a key that does not sign (X25519, X448).
std::size_t signature_size_bytes(const PublicKey& key) noexcept;

/// Signs `message` (which is hashed here). Errors: `key_mismatch` when the key is of another kind, `internal`.
base::Result<base::Bytes> sign(const PrivateKey& key, Scheme scheme, base::ByteView message);

/// Whether the signature holds. False for a key of another kind, another length, and r or s outside 1 to n - 1
/// (CVE-2022-21449).
bool verify(const PublicKey& key, Scheme scheme, base::ByteView message, base::ByteView signature);

}  // namespace jwtkeep::crypto
