// Verifying many tokens with the same keys and the same policy: all that can be is worked out beforehand.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/jose/claims.hpp"
#include "jwtkeep/jose/jws.hpp"
#include "jwtkeep/jose/key.hpp"
#include "jwtkeep/jose/verified_view.hpp"
#include "jwtkeep/jose/workspace.hpp"

namespace jwtkeep::jose {

class VerifiedCache;

/// Whether a key may be used now.
enum class Standing : std::uint8_t { usable, not_yet_active, retired, compromised };

struct VerifierOptions {
  TokenLimits limits = {};
  /// Remembers tokens that were verified; may be shared by verifiers. None unless given.
  std::shared_ptr<VerifiedCache> cache = nullptr;
};

/// Immutable but for its keys' standing, and to be used by any number of threads, each with a workspace of its own.
/// Every verdict and its reason are those of `jose::verify` (jwt.hpp) with the same policy and with `find_key` for its
/// lookup; a fuzz target compares the two.
class Verifier {
 public:
  /// Errors: `bad_value` when there is no key, or two have the same `kid`, or one of several has none.
  static base::Result<Verifier> make(std::vector<VerifyKey> keys, VerifyPolicy policy, VerifierOptions options = {});

  Verifier(const Verifier&) = delete;
  Verifier& operator=(const Verifier&) = delete;
  Verifier(Verifier&&) noexcept;
  Verifier& operator=(Verifier&&) noexcept;
  ~Verifier();

  /// One token. What it gives shows memory of the workspace: see `VerifiedView`.
  [[nodiscard]] base::Result<VerifiedView> verify(std::string_view token, base::Instant now,
                                                  Workspace& workspace) const;

  /// Many tokens, of any algorithms, with the same answers as one at a time, in their order. HS256 tokens are hashed
  /// side by side. The answers stand in the workspace, as the views do.
  [[nodiscard]] std::span<const base::Result<VerifiedView>> verify_batch(std::span<const std::string_view> tokens,
                                                                         base::Instant now, Workspace& workspace) const;

  /// The key that the token names; the only key for a token that names none. Errors: `key_unknown`, or what the key's
  /// standing says (`key_not_yet_active`, `key_retired`, `key_compromised`).
  [[nodiscard]] base::Result<VerifyKey> find_key(const UnverifiedToken& token) const;

  /// Sets whether a key may be used, at once for all threads and for cached tokens too. False when no key has this
  /// `kid`. A compromised key stays so: to trust it again, make another verifier.
  bool set_standing(std::string_view kid, Standing standing) noexcept;

  [[nodiscard]] const VerifyPolicy& policy() const noexcept { return policy_; }

 private:
  Verifier(std::vector<std::unique_ptr<PreparedKey>> keys, VerifyPolicy policy, VerifierOptions options);

  using Slot = Workspace::Slot;

  [[nodiscard]] base::Result<const PreparedKey*> find(const UnverifiedToken& token) const;
  /// Fills the slot of a token with a header that is known; false when there is more to be looked at.
  static bool take_apart(std::string_view token, Workspace& workspace, Slot& slot);
  [[nodiscard]] base::Result<void> verify_unknown_header(std::string_view token, Workspace& workspace,
                                                         Slot& slot) const;
  static base::Result<void> verify_known_header(std::string_view token, const Workspace& workspace, const Slot& slot);
  [[nodiscard]] base::Result<void> check_claims_of(const Slot& slot, base::Instant now,
                                                   const Workspace& workspace) const;
  [[nodiscard]] bool find_in_cache(std::string_view token, Workspace& workspace, Slot& slot) const;
  /// The claims' part, once it is known whether the signature holds.
  [[nodiscard]] base::Result<VerifiedView> answer(std::string_view token, base::Instant now, Workspace& workspace,
                                                  Slot& slot, base::Result<void> signature) const;
  [[nodiscard]] base::Result<VerifiedView> answer_cached(base::Instant now, const Workspace& workspace,
                                                         const Slot& slot) const;
  [[nodiscard]] base::Result<VerifiedView> verify_uncached(std::string_view token, base::Instant now,
                                                           Workspace& workspace, Slot& slot) const;

  void prepare(std::string_view token, Workspace& workspace, Slot& slot) const;
  static void hash_together(std::span<const std::string_view> tokens, Workspace& workspace);
  static base::Result<void> hashed_answer(const Slot& slot);
  [[nodiscard]] base::Result<VerifiedView> answer_prepared(std::string_view token, base::Instant now,
                                                           Workspace& workspace, Slot& slot) const;

  std::uint64_t id_;  ///< no other verifier of this process has it
  std::vector<std::unique_ptr<PreparedKey>> keys_;
  VerifyPolicy policy_;
  VerifierOptions options_;
};

}  // namespace jwtkeep::jose
