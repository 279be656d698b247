// One revision of a keyring with the keys that it verifies and signs with, all that can be worked out beforehand.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/jose/signer.hpp"
#include "jwtkeep/jose/verifier.hpp"
#include "jwtkeep/keyring/keyring.hpp"
#include "jwtkeep/store/store.hpp"

namespace jwtkeep::store {

/// It goes on answering when the store cannot be reached. Immutable once it is loaded; any thread may ask.
class RingAtWork {
 public:
  /// The keyring itself has been read; `load` reads its secrets.
  explicit RingAtWork(keyring::Keyring ring) : ring_(std::move(ring)) {}

  /// Reads the secrets that the keyring works with. What did not change since `before` is taken from there. Errors:
  /// those of the store; `tampered`.
  base::Result<void> load(Reading& reading, const RingAtWork* before = nullptr);

  [[nodiscard]] const keyring::Keyring& ring() const noexcept { return ring_; }

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

  /// `{"keys":[...]}`: the public keys, in the order of use. A symmetric key has none.
  [[nodiscard]] base::Result<base::Json> public_jwks() const;

 private:
  /// One key that verifies; of a symmetric key it holds the secret.
  struct Verifying {
    std::uint64_t epoch = 0;
    jose::VerifyKey key;
  };
  struct Verifiers {
    jose::Verifier all;
    std::vector<jose::Verifier> each;  ///< for tokens without a kid, where there are several keys
  };

  base::Result<void> load_keys(Reading& reading, const RingAtWork* before);
  base::Result<void> load_signer(Reading& reading, const RingAtWork* before);
  /// Made when they are first asked for: most keyrings of a store are never asked by one process.
  [[nodiscard]] base::Result<const Verifiers*> verifiers() const;
  [[nodiscard]] static base::Result<jose::VerifiedView> without_kid(std::string_view token, base::Instant now,
                                                                    jose::Workspace& workspace,
                                                                    const Verifiers& verifiers);

  keyring::Keyring ring_;
  std::vector<Verifying> keys_;
  std::optional<jose::SigningKey> signing_;
  std::uint64_t signing_epoch_ = 0;

  mutable std::once_flag signer_once_;
  mutable std::optional<base::Result<jose::Signer>> signer_;
  mutable std::once_flag verifiers_once_;
  mutable std::optional<base::Result<Verifiers>> verifiers_;
};

}  // namespace jwtkeep::store
