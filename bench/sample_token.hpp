// The token that all measurements use: 338 bytes of signing input, eight claims, a `kid`.
#pragma once

#include <string>
#include <string_view>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/jose/claims.hpp"
#include "jwtkeep/jose/key.hpp"

namespace jwtkeep::bench {

inline constexpr std::string_view kKid = "orders-2026-01";
inline constexpr std::string_view kSecret = "0f2c5b7a9d1e4f60718293a4b5c6d7e8f9010203040506070809aabbccddeeff";

/// 2026-01-01 00:10:00 UTC: ten minutes after the sample was issued, fifty before it expires.
inline constexpr base::Instant kNow{base::Seconds{1767226200}};

/// The claims as JSON. `number` goes into `sub`, whose length it does not change.
std::string sample_claims(unsigned number = 0);

/// Demands issuer and audience; the type and the lifetime are any.
jose::VerifyPolicy sample_policy(jose::Alg alg = jose::Alg::HS256);

jose::SigningKey sample_key(jose::Alg alg = jose::Alg::HS256);

std::string sample_token(const jose::SigningKey& key, unsigned number = 0);

}  // namespace jwtkeep::bench
