#include "jwtkeep/server/served_ring.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/hash.hpp"
#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/keyring/content_key.hpp"
#include "jwtkeep/server/max_age.hpp"

namespace jwtkeep::server {
namespace {

using base::fail;
using base::Reason;

/// 128 bits of SHA-256: two texts of one keyring never meet there.
constexpr std::size_t kEtagBytes = 16;

std::string etag_of(std::string_view text) {
  const auto digest = crypto::digest(crypto::Hash::sha256, base::as_bytes(text));
  return fmt::format("\"{}\"", base::base64url_encode(base::ByteView(digest).first(kEtagBytes)));
}

}  // namespace

ServedRing::ServedRing(keyring::Keyring ring, std::vector<store::Destination> destinations)
    : ring_(std::move(ring)), destinations_(std::move(destinations)) {}

base::Result<std::shared_ptr<const ServedRing>> ServedRing::load(store::Reading& reading, const keyring::Name& name,
                                                                 const ServedRing* before) {
  JWTKEEP_TRY(auto whole, reading.whole(name));
  auto served = std::make_shared<ServedRing>(std::move(whole.keyring), std::move(whole.destinations));
  JWTKEEP_CHECK(served->load_signer(reading, before));
  JWTKEEP_CHECK(served->load_keys(reading, before));
  JWTKEEP_CHECK(served->write_public_keys());
  if (before != nullptr) served->counts_ = before->counts_;
  for (const auto& key : served->ring_.keys) served->counts_->learn(key.kid);
  return served;
}

base::Result<void> ServedRing::load_keys(store::Reading& reading, const ServedRing* before) {
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

base::Result<void> ServedRing::load_signer(store::Reading& reading, const ServedRing* before) {
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

base::Result<void> ServedRing::write_public_keys() {
  if (jose::is_symmetric(ring_.policy.alg)) return {};
  jose::PublicJwks set;
  for (const auto& key : keys_) {
    // One that was symmetric before the policy changed has no public part.
    if (key.key.is_public()) JWTKEEP_CHECK(set.add(key.key));
  }
  auto text = std::make_shared<const std::string>(base::write_json(set.to_json()));
  auto etag = etag_of(*text);
  public_keys_ = PublicKeys{std::move(text), std::move(etag)};
  return {};
}

keyring::Steps ServedRing::ahead(base::Instant now) const {
  return keyring::plan(ring_, ring_.policy, store::confirmations(destinations_, now), now);
}

base::Seconds ServedRing::max_age(base::Instant now) const { return server::max_age(ring_.policy, ahead(now), now); }

base::Result<const ServedRing::Verifiers*> ServedRing::verifiers() const {
  std::call_once(verifiers_once_, [this] {
    verifiers_ = [this]() -> base::Result<Verifiers> {
      if (keys_.empty()) return fail(Reason::key_unknown, ring_.name.text() + " has no key that verifies");
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

base::Result<jose::VerifiedView> ServedRing::without_kid(std::string_view token, base::Instant now,
                                                         jose::Workspace& workspace, const Verifiers& verifiers) {
  base::Result<jose::VerifiedView> last = fail(Reason::key_unknown, "no key was tried");
  for (const auto& one : verifiers.each) {
    last = one.verify(token, now, workspace);
    if (last || last.error().reason != Reason::bad_signature) return last;
  }
  return last;
}

base::Result<jose::VerifiedView> ServedRing::verify(std::string_view token, base::Instant now,
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

base::Result<std::span<const base::Result<jose::VerifiedView>>> ServedRing::verify_batch(
    std::span<const std::string_view> tokens, base::Instant now, jose::Workspace& workspace) const {
  JWTKEEP_TRY(const auto* verifiers, this->verifiers());
  return verifiers->all.verify_batch(tokens, now, workspace);
}

base::Result<jose::VerifyPolicy> ServedRing::verify_policy() const {
  const auto& policy = ring_.policy;
  jose::VerifyPolicy::Builder builder;
  builder.algs(keyring::algs_of(ring_)).type("JWT").leeway(policy.skew).max_lifetime(policy.token_lifetime);
  policy.issuer ? builder.issuer(*policy.issuer) : builder.allow_any_issuer();
  policy.audience ? builder.audience(*policy.audience) : builder.allow_any_audience();
  return builder.build();
}

base::Result<jose::DecryptionKey> ServedRing::content_key(store::Store& store, const keyring::Key& key) const {
  const std::scoped_lock lock(content_mutex_);
  if (const auto known = content_keys_.find(key.kid); known != content_keys_.end()) return known->second;
  JWTKEEP_TRY(const auto material, store.material(ring_, key));
  JWTKEEP_TRY(auto made, keyring::content_key(key, material));
  content_keys_.emplace(key.kid, made);
  return made;
}

base::Result<const jose::Signer*> ServedRing::signer() const {
  JWTKEEP_CHECK(keyring::signer(ring_));
  std::call_once(signer_once_, [this] { signer_ = jose::Signer::make(*signing_); });
  if (!*signer_) return std::unexpected(signer_->error());
  return &**signer_;
}

}  // namespace jwtkeep::server
