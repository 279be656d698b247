#include <chrono>
#include <cstdio>

#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/jose/jwt.hpp"

using namespace jwtkeep;

int main() {
  const base::Instant now = std::chrono::time_point_cast<base::Instant::duration>(std::chrono::system_clock::now());
  const auto key = jose::SigningKey::make("k1", jose::Alg::HS256, crypto::random_secret(32)).value();
  const auto iat = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  const auto claims = base::Json::object({{"sub", "alice"}, {"aud", "orders"}, {"iat", iat}, {"exp", iat + 900}});
  const auto token = jose::sign_jwt(key, claims).value();
  auto rules = jose::VerifyPolicy::Builder().algs({jose::Alg::HS256}).audience("orders").allow_any_issuer();
  const auto policy = rules.type("JWT").max_lifetime(base::Seconds(900)).build().value();
  const auto lookup = [&](const jose::UnverifiedToken&) -> base::Result<jose::VerifyKey> { return key.verify_key(); };
  const auto verified = jose::verify(token, lookup, policy, now);
  std::puts(verified ? verified->claims().find("sub")->string()->c_str() : verified.error().what.c_str());
}
