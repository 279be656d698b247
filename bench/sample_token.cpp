#include "bench/sample_token.hpp"

#include "jwtkeep/crypto/key_pair.hpp"
#include "jwtkeep/jose/jwt.hpp"

namespace jwtkeep::bench {

std::string sample_claims(unsigned number) {
  const std::string subject = std::to_string(1000 + number % 9000);
  return R"({"iss":"https://auth.example.com","aud":"orders-api","sub":"user-)" + subject +
         R"(","iat":1767225600,"nbf":1767225600,"exp":1767229200,"jti":"0190b2c8-7c3e-7d7a-9f2e-5f0c6a1b2d3e",)"
         R"("scope":"orders:read orders:write"})";
}

jose::VerifyPolicy sample_policy(jose::Alg alg) {
  return jose::VerifyPolicy::Builder{}
      .issuer("https://auth.example.com")
      .audience("orders-api")
      .type("JWT")
      .allow_any_lifetime()
      .algs({alg})
      .build()
      .value();
}

jose::SigningKey sample_key(jose::Alg alg) {
  if (jose::is_symmetric(alg)) {
    return jose::SigningKey::make(std::string(kKid), alg, base::SecretBytes::copy_of(kSecret)).value();
  }
  return jose::SigningKey::make(std::string(kKid), alg,
                                crypto::PrivateKey::generate(*jose::kind_for(alg), 2048).value())
      .value();
}

std::string sample_token(const jose::SigningKey& key, unsigned number) {
  return jose::sign_jwt(key, base::parse_json(sample_claims(number)).value()).value();
}

}  // namespace jwtkeep::bench
