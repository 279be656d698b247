#include "jwtkeep/crypto/certificate.hpp"
#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/probe/material.hpp"

namespace jwtkeep::probe {
namespace {

constexpr int kRsaBits = 2048;  // the fewest that verifiers take: it is used for minutes

jose::Alg alg_of_own(const GoodToken& token) {
  const auto alg = token.jws_alg.value_or(jose::Alg::RS256);
  switch (jose::info(alg).kty) {
    case jose::KeyType::rsa:
    case jose::KeyType::ec: return alg;
    case jose::KeyType::okp: return jose::Alg::ES256;
    case jose::KeyType::oct: return jose::Alg::RS256;
  }
  return jose::Alg::RS256;
}

}  // namespace

base::Result<OwnKey> make_own_key(const GoodToken& token, base::Instant now) {
  const auto alg = alg_of_own(token);
  JWTKEEP_TRY(auto pair, crypto::PrivateKey::generate(*jose::kind_for(alg), kRsaBits));
  JWTKEEP_TRY(auto certificate, crypto::self_signed_certificate(pair, "jwtkeep probe", now - std::chrono::hours{1},
                                                                now + std::chrono::hours{24}));
  JWTKEEP_TRY(auto key, jose::SigningKey::make(token.kid.value_or("jwtkeep-probe"), alg, std::move(pair)));
  JWTKEEP_TRY(auto jwk, jose::public_jwk(key.verify_key()));
  return OwnKey{std::move(key), std::move(jwk), std::move(certificate)};
}

}  // namespace jwtkeep::probe
