// A keyring as the server answers for it: all that can be is worked out once, when it changes.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/jose/jwe_key.hpp"
#include "jwtkeep/keyring/keyring.hpp"
#include "jwtkeep/keyring/material.hpp"
#include "jwtkeep/keyring/plan.hpp"
#include "jwtkeep/server/counters.hpp"
#include "jwtkeep/store/ring_at_work.hpp"
#include "jwtkeep/web/answer.hpp"

namespace jwtkeep::server {

/// The public keys of a keyring, as they go over the wire.
struct PublicKeys {
  std::shared_ptr<const std::string> text;  ///< a JWK Set (RFC 7517 section 5)
  std::string etag;                         ///< a strong one (RFC 9110 section 8.8.3), with its quotes
};

/// One revision of a keyring, whole: it goes on answering when the store cannot be reached. Immutable; any thread may
/// ask.
class ServedRing {
 public:
  /// Reads the keyring and the secrets that it works with. What did not change since `before` is taken from there.
  /// Errors: those of the store; `tampered`.
  static base::Result<std::shared_ptr<const ServedRing>> load(store::Reading& reading, const keyring::Name& name,
                                                              const ServedRing* before = nullptr);

  [[nodiscard]] const keyring::Keyring& ring() const noexcept { return work_.ring(); }
  /// Nothing for a symmetric keyring: it has no public part.
  [[nodiscard]] const std::optional<PublicKeys>& public_keys() const noexcept { return public_keys_; }
  /// See max_age.hpp.
  [[nodiscard]] base::Seconds max_age(base::Instant now) const;
  /// What `make` gives, once a second for all who ask. It is given the end of that second, for it is handed out till
  /// then.
  template <class Make>
  [[nodiscard]] std::shared_ptr<const web::Answer> made_this_second(base::Instant now, Make make) const {
    const auto second = std::chrono::floor<base::Seconds>(now);
    const auto known = answer_.load(std::memory_order_acquire);
    if (known != nullptr && known->second == second) return {known, &known->answer};
    auto fresh = std::make_shared<const Answered>(second, make(base::Instant(second + base::Seconds{1})));
    answer_.store(fresh, std::memory_order_release);
    return {fresh, &fresh->answer};
  }
  /// As they stood when this was loaded.
  [[nodiscard]] const std::vector<store::Destination>& destinations() const noexcept { return destinations_; }
  /// The steps ahead, by what those had confirmed.
  [[nodiscard]] keyring::Steps ahead(base::Instant now) const;

  /// The keys: verifies and signs.
  [[nodiscard]] const store::RingAtWork& work() const noexcept { return work_; }

  /// What this key of the keyring encrypts content with (keyring/content_key.hpp), read from the store when it is first
  /// asked for. Errors: those of the store, `tampered` also where the keyring has changed since.
  base::Result<jose::DecryptionKey> content_key(store::Store& store, const keyring::Key& key) const;

  /// Goes on from revision to revision.
  [[nodiscard]] RingCounts& counts() const noexcept { return *counts_; }

  ServedRing(keyring::Keyring ring, std::vector<store::Destination> destinations);

 private:
  struct Answered {
    std::chrono::sys_seconds second;
    web::Answer answer;
  };

  base::Result<void> write_public_keys();

  store::RingAtWork work_;
  std::vector<store::Destination> destinations_;
  std::shared_ptr<RingCounts> counts_ = std::make_shared<RingCounts>();
  std::optional<PublicKeys> public_keys_;

  mutable std::atomic<std::shared_ptr<const Answered>> answer_;
  mutable std::mutex content_mutex_;
  mutable std::map<std::string, jose::DecryptionKey, std::less<>> content_keys_;
};

}  // namespace jwtkeep::server
