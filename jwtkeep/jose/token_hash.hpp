// Hashes that bind an ID token to what was issued with it (OpenID Connect Core 1.0 sections 3.1.3.6 and 3.3.2.11).
#pragma once

#include <string>
#include <string_view>

#include "jwtkeep/jose/alg.hpp"

namespace jwtkeep::jose {

/// `at_hash` of an access token, `c_hash` of a code: base64url of the left half of the digest that belongs to the ID
/// token's `alg` (SHA-512 for Ed25519, which hashes with it).
std::string left_half_hash(crypto::Hash hash, std::string_view text);
inline std::string left_half_hash(Alg alg, std::string_view text) { return left_half_hash(info(alg).hash, text); }

}  // namespace jwtkeep::jose
