// Hashes that bind an ID token to what was issued with it (OpenID Connect Core 1.0 sections 3.1.3.6 and 3.3.2.11).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/jose/alg.hpp"

namespace jwtkeep::jose {

/// The digests that an ID token's signature may ask for.
enum class TokenHash : std::uint8_t { sha256, sha384, sha512, shake256 };
inline constexpr TokenHash kEveryTokenHash[] = {TokenHash::sha256, TokenHash::sha384, TokenHash::sha512,
                                                TokenHash::shake256};

/// The digest of an ID token's `alg`. Those of the Edwards curves hash within the scheme, and `EdDSA` leaves it to the
/// key (nothing for HMAC) which one it is. OpenID Connect Token Hash Algorithms 1.0 has for Ed25519 and Ed448 what RFC
/// 8032 hashes with: SHA-512, and SHAKE256 of 114 bytes.
TokenHash token_hash_for(Alg alg, std::optional<crypto::KeyKind> kind) noexcept;

/// `at_hash` of an access token, `c_hash` of a code: base64url of the left half of the digest.
std::string left_half_hash(TokenHash hash, std::string_view text);

}  // namespace jwtkeep::jose
