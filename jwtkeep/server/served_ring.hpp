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
#include "jwtkeep/jose/signer.hpp"
#include "jwtkeep/jose/verifier.hpp"
#include "jwtkeep/keyring/keyring.hpp"
#include "jwtkeep/keyring/material.hpp"
#include "jwtkeep/keyring/plan.hpp"
#include "jwtkeep/server/counters.hpp"
#include "jwtkeep/store/store.hpp"
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

  [[nodiscard]] const keyring::Keyring& ring() const noexcept { return ring_; }
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

  /// Verifies as the keyring's policy demands, with the key that the token's `kid` names; a token without one is tried
  /// with each key that verifies. Errors: the reason codes of a refused token.
  [[nodiscard]] base::Result<jose::VerifiedView> verify(std::string_view token, base::Instant now,
                                                        jose::Workspace& workspace) const;
  /// Many at once. Tokens without a kid are refused as `key_unknown` where several keys verify.
  [[nodiscard]] base::Result<std::span<const base::Result<jose::VerifiedView>>> verify_batch(
      std::span<const std::string_view> tokens, base::Instant now, jose::Workspace& workspace) const;

  /// Signs with the active key. Errors: `key_unknown` when none is active.
  [[nodiscard]] base::Result<const jose::Signer*> signer() const;

  /// What the keyring's policy demands of a token. Errors: none that a keyring in use can have.
  [[nodiscard]] base::Result<jose::VerifyPolicy> verify_policy() const;
  /// What this key of the keyring encrypts content with (keyring/content_key.hpp), read from the store when it is first
  /// asked for. Errors: those of the store, `tampered` also where the keyring has changed since.
  base::Result<jose::DecryptionKey> content_key(store::Store& store, const keyring::Key& key) const;

  /// Goes on from revision to revision.
  [[nodiscard]] RingCounts& counts() const noexcept { return *counts_; }

  ServedRing(keyring::Keyring ring, std::vector<store::Destination> destinations);

 private:
  /// One key that verifies; of a symmetric key it holds the secret.
  struct Verifying {
    std::uint64_t epoch = 0;
    jose::VerifyKey key;
  };
  struct Answered {
    std::chrono::sys_seconds second;
    web::Answer answer;
  };
  struct Verifiers {
    jose::Verifier all;
    std::vector<jose::Verifier> each;  ///< for tokens without a kid, where there are several keys
  };

  base::Result<void> load_keys(store::Reading& reading, const ServedRing* before);
  base::Result<void> load_signer(store::Reading& reading, const ServedRing* before);
  base::Result<void> write_public_keys();
  /// Made when they are first asked for: most keyrings of a store are never asked by this server.
  [[nodiscard]] base::Result<const Verifiers*> verifiers() const;
  [[nodiscard]] static base::Result<jose::VerifiedView> without_kid(std::string_view token, base::Instant now,
                                                                    jose::Workspace& workspace,
                                                                    const Verifiers& verifiers);

  keyring::Keyring ring_;
  std::vector<store::Destination> destinations_;
  std::shared_ptr<RingCounts> counts_ = std::make_shared<RingCounts>();
  std::optional<PublicKeys> public_keys_;
  std::vector<Verifying> keys_;
  std::optional<jose::SigningKey> signing_;
  std::uint64_t signing_epoch_ = 0;

  mutable std::atomic<std::shared_ptr<const Answered>> answer_;
  mutable std::once_flag signer_once_;
  mutable std::optional<base::Result<jose::Signer>> signer_;
  mutable std::mutex content_mutex_;
  mutable std::map<std::string, jose::DecryptionKey, std::less<>> content_keys_;
  mutable std::once_flag verifiers_once_;
  mutable std::optional<base::Result<Verifiers>> verifiers_;
};

}  // namespace jwtkeep::server
