#include <fmt/format.h>

#include <chrono>
#include <mutex>

#include "jwtkeep/capi/handles.hpp"
#include "jwtkeep/capi/verifying.hpp"
#include "jwtkeep/keyring/shown_json.hpp"
#include "jwtkeep/keyring/token_claims.hpp"
#include "jwtkeep/store/destination.hpp"
#include "jwtkeep/store/ring_at_work.hpp"

namespace {

using namespace jwtkeep;
using base::fail;
using base::Reason;
using Clock = std::chrono::steady_clock;

constexpr keyring::WishWords kWords{.claims = "claims",
                                    .token_lifetime = "lifetime_s",
                                    .subject = "sub",
                                    .issuer = "iss",
                                    .audience = "aud",
                                    .not_before_in = "nbf",
                                    .id = "jti"};

}  // namespace

/// A keyring that looks, before it answers, whether the store has changed.
struct jwtkeep_keyring {
 public:
  using Work = std::shared_ptr<const store::RingAtWork>;

  jwtkeep_keyring(std::shared_ptr<capi::OpenStore> open, keyring::Name name)
      : open_(std::move(open)), name_(std::move(name)) {}

  /// Its keys as they stand. Errors: those of the store, once they are older than P.
  base::Result<Work> now_at_work() {
    const std::scoped_lock lock(mutex_);
    const auto at = Clock::now();
    if (work_ != nullptr && at - seen_at_ < max_age_) return work_;
    auto looked = look();
    if (looked) {
      seen_at_ = at;
      return work_;
    }
    const bool gone = looked.error().reason == Reason::not_found || looked.error().reason == Reason::bad_value ||
                      looked.error().reason == Reason::tampered;
    // A verifier may be P behind (DESIGN, "The life of a key"): so long a store that cannot be asked stops nobody.
    if (gone || work_ == nullptr || at - seen_at_ > work_->ring().policy.propagation) {
      return std::unexpected(std::move(looked).error());
    }
    return work_;
  }

  base::Result<void> set_max_age(std::chrono::microseconds age) {
    JWTKEEP_TRY(const auto work, now_at_work());
    if (age.count() < 0 || age > work->ring().policy.propagation) {
      return fail(Reason::bad_value,
                  fmt::format("max_age_us is not between 0 and the policy's propagation time P, {}",
                              base::format_duration(work->ring().policy.propagation)),
                  "what is older than P may refuse tokens that are good, or take those of a compromised key");
    }
    const std::scoped_lock lock(mutex_);
    max_age_ = age;
    return {};
  }

  base::Result<base::Json> describe() {
    JWTKEEP_TRY(const auto now, capi::instant(JWTKEEP_NOW));
    JWTKEEP_TRY(auto* store, capi::usable(*open_));
    base::Json json;
    JWTKEEP_CHECK(store->read([&](store::Reading& reading) -> base::Result<void> {
      JWTKEEP_TRY(const auto whole, reading.whole(name_));
      const auto ahead =
          keyring::plan(whole.keyring, whole.keyring.policy, store::confirmations(whole.destinations, now), now);
      json = keyring::shown_json(whole.keyring, ahead);
      return {};
    }));
    return json;
  }

 private:
  base::Result<void> look() {
    JWTKEEP_TRY(auto* store, capi::usable(*open_));
    JWTKEEP_TRY(const auto generation, store->generation());
    if (work_ != nullptr && generation == generation_) return {};
    JWTKEEP_CHECK(store->read([&](store::Reading& reading) -> base::Result<void> {
      JWTKEEP_TRY(auto whole, reading.whole(name_));
      if (work_ != nullptr && whole.keyring.revision == work_->ring().revision) return {};
      auto fresh = std::make_shared<store::RingAtWork>(std::move(whole.keyring));
      JWTKEEP_CHECK(fresh->load(reading, work_.get()));
      work_ = std::move(fresh);
      return {};
    }));
    // The number was asked for before: a commit between the two is read once more, and none is missed.
    generation_ = generation;
    return {};
  }

  std::shared_ptr<capi::OpenStore> open_;
  keyring::Name name_;
  std::mutex mutex_;
  Work work_;
  std::uint64_t generation_ = 0;
  Clock::time_point seen_at_;
  Clock::duration max_age_{0};
};

namespace {

/// A handle that is taken as const has a lock of its own.
base::Result<jwtkeep_keyring::Work> at_work(const jwtkeep_keyring* ring) {
  JWTKEEP_CHECK(capi::there(ring, "keyring"));
  return const_cast<jwtkeep_keyring*>(ring)->now_at_work();
}

base::Result<base::Json> read_claims(std::string_view text) {
  if (text.empty()) return base::Json::object();
  auto claims = base::parse_json(text);
  if (claims && claims->is_object()) return claims;
  return fail(Reason::bad_value, "the claims are no JSON object" + (claims ? "" : ": " + claims.error().what),
              "give an object, such as {\"sub\":\"alice\"}");
}

}  // namespace

jwtkeep_error* jwtkeep_store_keyring(const jwtkeep_store* store, const char* name, jwtkeep_keyring** keyring) {
  return capi::guarded([&]() -> base::Result<void> {
    JWTKEEP_CHECK(capi::there(store, "store"));
    JWTKEEP_CHECK(capi::there(static_cast<const void*>(keyring), "keyring"));
    JWTKEEP_TRY(const auto text, capi::name(name, "name"));
    JWTKEEP_TRY(auto parsed, keyring::Name::parse(text));
    auto made = std::make_unique<jwtkeep_keyring>(store->open, std::move(parsed));
    JWTKEEP_CHECK(made->now_at_work());
    *keyring = made.release();
    return {};
  });
}

jwtkeep_error* jwtkeep_keyring_max_age(jwtkeep_keyring* keyring, int64_t max_age_us) {
  return capi::guarded([&]() -> base::Result<void> {
    JWTKEEP_CHECK(capi::there(keyring, "keyring"));
    return keyring->set_max_age(std::chrono::microseconds(max_age_us));
  });
}

jwtkeep_error* jwtkeep_keyring_verify(const jwtkeep_keyring* keyring, const char* token, size_t size, int64_t now_us,
                                      jwtkeep_result* result) {
  return capi::verify_into(result, [&]() -> base::Result<jose::VerifiedView> {
    JWTKEEP_TRY(const auto text, capi::text(token, size, "token"));
    JWTKEEP_TRY(const auto now, capi::instant(now_us));
    JWTKEEP_TRY(const auto work, at_work(keyring));
    capi::hold(*result, work);
    return work->verify(text, now, result->workspace);
  });
}

jwtkeep_error* jwtkeep_keyring_sign(const jwtkeep_keyring* keyring, const char* claims, size_t size, int64_t lifetime_s,
                                    int64_t now_us, jwtkeep_text** token) {
  return capi::guarded([&]() -> base::Result<void> {
    JWTKEEP_CHECK(capi::there(static_cast<const void*>(token), "token"));
    JWTKEEP_TRY(const auto text, capi::text(claims, size, "claims", capi::kMostJsonBytes));
    JWTKEEP_TRY(const auto now, capi::instant(now_us));
    if (lifetime_s < 0 || lifetime_s > base::kLongestDuration.count()) {
      return fail(Reason::bad_value, "lifetime_s is not a lifetime", "give seconds, or 0 for the policy's own");
    }
    JWTKEEP_TRY(auto given, read_claims(text));
    JWTKEEP_TRY(const auto work, at_work(keyring));
    JWTKEEP_TRY(const auto* signer, work->signer());
    keyring::ClaimWishes wishes;
    if (lifetime_s != 0) wishes.token_lifetime = base::format_duration(base::Seconds{lifetime_s});
    JWTKEEP_TRY(const auto whole, keyring::complete_claims(std::move(given), wishes,
                                                           keyring::claim_rules(work->ring().policy), kWords, now));
    auto made = std::make_unique<jwtkeep_text>();
    JWTKEEP_CHECK(signer->sign(whole, made->text));
    *token = made.release();
    return {};
  });
}

jwtkeep_error* jwtkeep_keyring_public_jwks(const jwtkeep_keyring* keyring, jwtkeep_text** jwks) {
  return capi::guarded([&]() -> base::Result<void> {
    JWTKEEP_CHECK(capi::there(static_cast<const void*>(jwks), "jwks"));
    JWTKEEP_TRY(const auto work, at_work(keyring));
    const auto& policy = work->ring().policy;
    if (jose::is_symmetric(policy.alg)) {
      return fail(
          Reason::bad_value,
          fmt::format("{} is symmetric ({}): it has no public part", work->ring().name.text(), name(policy.alg)),
          "its verifiers need the secret itself: jwtkeep sync, or jwtkeep run");
    }
    JWTKEEP_TRY(const auto set, work->public_jwks());
    *jwks = new jwtkeep_text{base::write_json(set)};
    return {};
  });
}

jwtkeep_error* jwtkeep_keyring_describe(const jwtkeep_keyring* keyring, jwtkeep_text** json) {
  return capi::guarded([&]() -> base::Result<void> {
    JWTKEEP_CHECK(capi::there(keyring, "keyring"));
    JWTKEEP_CHECK(capi::there(static_cast<const void*>(json), "json"));
    JWTKEEP_TRY(const auto shown, const_cast<jwtkeep_keyring*>(keyring)->describe());
    *json = new jwtkeep_text{base::write_json(shown)};
    return {};
  });
}

void jwtkeep_keyring_free(jwtkeep_keyring* keyring) { delete keyring; }
