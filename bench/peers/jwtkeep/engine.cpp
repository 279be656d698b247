#include "bench/peers/jwtkeep/engine.hpp"

#include <chrono>
#include <utility>

#include "jwtkeep/crypto/key_pair.hpp"

namespace jwtkeep::bench {
namespace {

base::Instant now() {
  return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

base::Result<jose::SigningKey> signing_key(const EngineSource& source, jose::Alg alg) {
  if (jose::is_symmetric(alg)) return jose::SigningKey::make(source.kid, alg, source.signing_key.clone());
  JWTKEEP_TRY(auto key, crypto::PrivateKey::from_pem(source.signing_key));
  return jose::SigningKey::make(source.kid, alg, std::move(key));
}

base::Result<jose::VerifyKey> verify_key(const EngineSource& source, const jose::SigningKey& signer) {
  if (jose::is_symmetric(signer.alg())) return signer.verify_key();
  JWTKEEP_TRY(auto key, crypto::PublicKey::from_pem(source.public_key));
  return jose::VerifyKey::make(source.kid, signer.alg(), std::move(key));
}

}  // namespace

Engine::Engine(jose::SigningKey signer, jose::VerifyKey verifier, jose::VerifyPolicy policy, base::Json claims)
    : signer_(std::move(signer)),
      verifier_(std::move(verifier)),
      policy_(std::move(policy)),
      claims_(std::move(claims)) {}

base::Result<Engine> Engine::make(EngineSource source) {
  const auto alg = jose::alg_from_name(source.alg);
  if (!alg) return base::fail(base::Reason::bad_value, "jwtkeep does not have it");
  JWTKEEP_TRY(auto signer, signing_key(source, *alg));
  JWTKEEP_TRY(auto verifier, verify_key(source, signer));
  JWTKEEP_TRY(auto claims, base::parse_json(source.claims));
  JWTKEEP_TRY(auto policy, jose::VerifyPolicy::Builder()
                               .issuer(source.issuer)
                               .audience(source.audience)
                               .type("JWT")
                               .algs({*alg})
                               .allow_any_lifetime()
                               .build());
  return Engine(std::move(signer), std::move(verifier), std::move(policy), std::move(claims));
}

base::Result<std::string> Engine::verify(std::string_view token) {
  const auto lookup = [this](const jose::UnverifiedToken&) -> base::Result<jose::VerifyKey> { return verifier_; };
  JWTKEEP_TRY(const auto verified, jose::verify(token, lookup, policy_, now()));
  const auto* subject = verified.claims().find("sub");
  if (subject == nullptr || subject->string() == nullptr) {
    return base::fail(base::Reason::missing_claim, "the token has no sub");
  }
  return *subject->string();
}

base::Result<std::string> Engine::sign() { return jose::sign_jwt(signer_, claims_); }

// The library has neither call; both would read this engine's key and policy.
// NOLINTBEGIN(readability-convert-member-functions-to-static)
base::Result<void> Engine::verify_batch(std::span<const std::string_view> /*tokens*/) {
  return base::fail(base::Reason::bad_value, "jwtkeep does not have it");
}

base::Result<void> Engine::verify_cached(std::string_view /*token*/) {
  return base::fail(base::Reason::bad_value, "jwtkeep does not have it");
}
// NOLINTEND(readability-convert-member-functions-to-static)

}  // namespace jwtkeep::bench
