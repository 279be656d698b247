// What JOSE calls the kinds of key pairs: `kty` and `crv` (RFC 7518 section 6.2.1.1, RFC 8037 section 2, RFC 8812
// section 3.1).
#pragma once

#include <optional>
#include <string_view>

#include "jwtkeep/crypto/key_pair.hpp"
#include "jwtkeep/jose/alg.hpp"

namespace jwtkeep::jose {

/// `RSA`, `EC` or `OKP`.
KeyType key_type(crypto::KeyKind kind) noexcept;

/// `P-256`, `Ed25519` ...; empty for RSA, which has no curve.
std::string_view curve_name(crypto::KeyKind kind) noexcept;

/// Exact and case-sensitive; nothing for a curve of another key type.
std::optional<crypto::KeyKind> kind_from_curve(KeyType type, std::string_view name) noexcept;

}  // namespace jwtkeep::jose
