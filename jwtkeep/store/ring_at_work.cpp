#include "jwtkeep/store/ring_at_work.hpp"

#include <algorithm>

#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/keyring/material.hpp"

namespace jwtkeep::store {

using base::fail;
using base::Reason;

base::Result<void> RingAtWork::load(Reading& reading, const RingAtWork* before) {
  JWTKEEP_CHECK(load_signer(reading, before));
  return load_keys(reading, before);
}

base::Result<void> RingAtWork::load_keys(Reading& reading, const RingAtWork* before) {
  for (const auto* key : keyring::verifying_keys(ring_)) {
    if (before != nullptr) {
      const auto same = std::ranges::find_if(
          before->keys_, [&](const Verifying& old) { return old.key.kid() == key->kid && old.epoch == key->epoch; });
      if (same != before->keys_.end()) {
        keys_.push_back(*same);
        continue;
      }
    }
    if (!jose::is_symmetric(key->alg)) {
      JWTKEEP_TRY(auto verifying, keyring::verify_key(*key, nullptr));
      keys_.push_back({key->epoch, std::move(verifying)});
    } else if (signing_ && signing_->kid() == key->kid) {
      // It shares the secret that was read for signing.
      keys_.push_back({key->epoch, signing_->verify_key()});
    } else {
      JWTKEEP_TRY(const auto material, reading.material(ring_, *key));
      JWTKEEP_TRY(auto verifying, keyring::verify_key(*key, &material));
      keys_.push_back({key->epoch, std::move(verifying)});
    }
  }
  return {};
}

base::Result<void> RingAtWork::load_signer(Reading& reading, const RingAtWork* before) {
  const auto* active = ring_.active();
  if (active == nullptr) return {};
  signing_epoch_ = active->epoch;
  if (before != nullptr && before->signing_ && before->signing_->kid() == active->kid &&
      before->signing_epoch_ == active->epoch) {
    signing_ = before->signing_;
    return {};
  }
  JWTKEEP_TRY(const auto material, reading.material(ring_, *active));
  JWTKEEP_TRY(signing_, keyring::signing_key(*active, material));
  return {};
}

base::Result<const RingAtWork::Verifiers*> RingAtWork::verifiers() const {
  std::call_once(verifiers_once_, [this] {
    verifiers_ = [this]() -> base::Result<Verifiers> {
      if (keys_.empty()) {
        return fail(Reason::key_unknown, ring_.name.text() + " has no key that verifies",
                    "give it a key: jwtkeep rotate KEYRING");
      }
      JWTKEEP_TRY(const auto policy, verify_policy());
      std::vector<jose::VerifyKey> keys;
      std::vector<jose::Verifier> each;
      for (const auto& key : keys_) {
        keys.push_back(key.key);
        if (keys_.size() == 1) continue;
        JWTKEEP_TRY(auto alone, jose::Verifier::make({key.key}, policy));
        each.push_back(std::move(alone));
      }
      JWTKEEP_TRY(auto all, jose::Verifier::make(std::move(keys), policy));
      return Verifiers{std::move(all), std::move(each)};
    }();
  });
  if (!*verifiers_) return std::unexpected(verifiers_->error());
  return &**verifiers_;
}

base::Result<jose::VerifiedView> RingAtWork::without_kid(std::string_view token, base::Instant now,
                                                         jose::Workspace& workspace, const Verifiers& verifiers) {
  base::Result<jose::VerifiedView> last = fail(Reason::key_unknown, "no key was tried");
  for (const auto& one : verifiers.each) {
    last = one.verify(token, now, workspace);
    if (last || last.error().reason != Reason::bad_signature) return last;
  }
  return last;
}

base::Result<jose::VerifiedView> RingAtWork::verify(std::string_view token, base::Instant now,
                                                    jose::Workspace& workspace) const {
  JWTKEEP_TRY(const auto* verifiers, this->verifiers());
  auto verified = verifiers->all.verify(token, now, workspace);
  if (verified) {
    // A key from the future of this machine's clock: `keyring::verifier` has the rule and its message.
    const auto* pending = ring_.pending();
    if (pending != nullptr && pending->kid == verified->kid()) {
      JWTKEEP_CHECK(keyring::verifier(ring_, pending->kid, now));
    }
    return verified;
  }
  if (verified.error().reason != Reason::key_unknown) return verified;
  const auto unverified = jose::UnverifiedToken::parse(token);
  if (!unverified) return verified;
  const auto kid = unverified->kid();
  if (!kid) return verifiers->each.empty() ? verified : without_kid(token, now, workspace, *verifiers);
  // It may have been one of this keyring's, and then it is told what became of it.
  const auto known = keyring::verifier(ring_, kid, now);
  if (!known) return std::unexpected(known.error());
  return verified;
}

base::Result<std::span<const base::Result<jose::VerifiedView>>> RingAtWork::verify_batch(
    std::span<const std::string_view> tokens, base::Instant now, jose::Workspace& workspace) const {
  JWTKEEP_TRY(const auto* verifiers, this->verifiers());
  return verifiers->all.verify_batch(tokens, now, workspace);
}

base::Result<jose::VerifyPolicy> RingAtWork::verify_policy() const {
  const auto& policy = ring_.policy;
  jose::VerifyPolicy::Builder builder;
  builder.algs(keyring::algs_of(ring_)).type("JWT").leeway(policy.skew).max_lifetime(policy.token_lifetime);
  policy.issuer ? builder.issuer(*policy.issuer) : builder.allow_any_issuer();
  policy.audience ? builder.audience(*policy.audience) : builder.allow_any_audience();
  return builder.build();
}

base::Result<const jose::Signer*> RingAtWork::signer() const {
  JWTKEEP_CHECK(keyring::signer(ring_));
  std::call_once(signer_once_, [this] { signer_ = jose::Signer::make(*signing_); });
  if (!*signer_) return std::unexpected(signer_->error());
  return &**signer_;
}

base::Result<base::Json> RingAtWork::public_jwks() const {
  jose::PublicJwks set;
  for (const auto& key : keys_) {
    // One that was symmetric before the policy changed has no public part.
    if (key.key.is_public()) JWTKEEP_CHECK(set.add(key.key));
  }
  return set.to_json();
}

}  // namespace jwtkeep::store
