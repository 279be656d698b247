#include "bench/peers/jwtkeep/engine.hpp"

#include <chrono>
#include <ctime>
#include <utility>

#include "jwtkeep/crypto/key_pair.hpp"
#include "jwtkeep/jose/verified_cache.hpp"

namespace jwtkeep::bench {
namespace {

/// The kernel's clock as of its last tick, a few milliseconds ago at most: a NumericDate has seconds.
base::Instant now() {
  timespec at{};
  static_cast<void>(clock_gettime(CLOCK_REALTIME_COARSE, &at));  // fails for no clock that Linux has
  return base::Instant(std::chrono::seconds(at.tv_sec) +
                       std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::nanoseconds(at.tv_nsec)));
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

Engine::Engine(jose::Signer signer, jose::Verifier verifier, jose::Verifier caching, base::Json claims)
    : signer_(std::move(signer)),
      verifier_(std::move(verifier)),
      caching_(std::move(caching)),
      claims_(std::move(claims)) {}

base::Result<Engine> Engine::make(EngineSource source) {
  const auto alg = jose::alg_from_name(source.alg);
  if (!alg) return base::fail(base::Reason::bad_value, "jwtkeep does not have it");
  JWTKEEP_TRY(auto key, signing_key(source, *alg));
  JWTKEEP_TRY(const auto open, verify_key(source, key));
  JWTKEEP_TRY(auto claims, base::parse_json(source.claims));
  JWTKEEP_TRY(const auto policy, jose::VerifyPolicy::Builder()
                                     .issuer(source.issuer)
                                     .audience(source.audience)
                                     .type("JWT")
                                     .algs({*alg})
                                     .allow_any_lifetime()
                                     .build());
  JWTKEEP_TRY(auto signer, jose::Signer::make(std::move(key)));
  JWTKEEP_TRY(auto verifier, jose::Verifier::make({open}, policy));
  jose::VerifierOptions with_cache;
  with_cache.cache = std::make_shared<jose::VerifiedCache>();
  JWTKEEP_TRY(auto caching, jose::Verifier::make({open}, policy, std::move(with_cache)));
  return Engine(std::move(signer), std::move(verifier), std::move(caching), std::move(claims));
}

base::Result<std::string_view> Engine::verify(std::string_view token) {
  JWTKEEP_TRY(const auto verified, verifier_.verify(token, now(), *workspace_));
  const auto subject = verified.subject();
  if (!subject) return base::fail(base::Reason::missing_claim, "the token has no sub");
  return *subject;
}

std::string* Engine::sign() { return signer_.sign(claims_, token_) ? &token_ : nullptr; }

base::Result<void> Engine::verify_batch(std::span<const std::string_view> tokens) {
  for (const auto& verified : verifier_.verify_batch(tokens, now(), *workspace_)) {
    if (!verified) return std::unexpected(verified.error());
  }
  return {};
}

base::Result<void> Engine::verify_cached(std::string_view token) {
  JWTKEEP_CHECK(caching_.verify(token, now(), *workspace_));
  return {};
}

}  // namespace jwtkeep::bench
