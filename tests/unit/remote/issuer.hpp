// An issuer with keys of its own: its set as text, and tokens signed with them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/crypto/key_pair.hpp"
#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/jose/jwt.hpp"

namespace jwtkeep::remote {

inline constexpr base::Instant kNow{base::Seconds{1'800'000'000}};

inline jose::SigningKey new_key(std::string kid, jose::Alg alg = jose::Alg::EdDSA) {
  auto pair = crypto::PrivateKey::generate(*jose::kind_for(alg), 2048).value();
  return jose::SigningKey::make(std::move(kid), alg, std::move(pair)).value();
}

/// A key's public JWK, less the members named.
inline base::Json jwk(const jose::SigningKey& key, std::initializer_list<std::string_view> without = {}) {
  auto json = jose::public_jwk(key.verify_key()).value();
  for (const auto name : without) json.erase(name);
  return json;
}

inline std::string set_of(std::vector<base::Json> keys) {
  return base::write_json(base::Json::object({{"keys", base::Json(std::move(keys))}}));
}

/// An hour's token; without `kid` where the key has none.
inline std::string token(const jose::SigningKey& key) {
  const auto claims = base::Json::object({{"iss", "https://issuer.example"}, {"sub", "alice"}, {"exp", 1'800'003'600}});
  return jose::sign_jwt(key, claims).value();
}

inline jose::VerifyPolicy policy() {
  return jose::VerifyPolicy::Builder()
      .issuer("https://issuer.example")
      .allow_any_audience()
      .type("JWT")
      .algs({jose::Alg::EdDSA, jose::Alg::ES256, jose::Alg::RS256})
      .allow_any_lifetime()
      .build()
      .value();
}

}  // namespace jwtkeep::remote
