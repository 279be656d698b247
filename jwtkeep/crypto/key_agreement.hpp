// Diffie-Hellman on elliptic curves: ECDH (NIST SP 800-56A section 5.7.1.2) and X25519, X448 (RFC 7748 section 6).
#pragma once

#include <optional>

#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/crypto/key_pair.hpp"

namespace jwtkeep::crypto {

/// Whether keys of this kind agree on secrets: P-256, P-384, P-521, X25519, X448.
bool can_agree(KeyKind kind) noexcept;

/// The secret that both sides come to: the point's x coordinate at the curve's full width, or the X function's result.
/// Nothing when the two keys are not of one kind that agrees, and for a secret of zeros alone, which a point of small
/// order forces (RFC 7748 section 6.1).
std::optional<base::SecretBytes> agree(const PrivateKey& own, const PublicKey& other);

}  // namespace jwtkeep::crypto
