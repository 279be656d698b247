// A key set as a stranger served it: public keys for signatures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/jose/alg.hpp"
#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/jose/key.hpp"

namespace jwtkeep::remote {

/// What a set holds for one question.
enum class Match : std::uint8_t {
  one,        ///< the key
  none,       ///< no key of that `kid`: a newer set may have it
  several,    ///< more than one key fits: a newer set is no help
  other_alg,  ///< the `kid` is there, for other algorithms alone
};

/// Immutable, so that threads share it without a lock.
class KeySet {
 public:
  /// Reads `{"keys": [...]}` (RFC 7517 section 5). An entry that is not understood, or not for signatures, is left out
  /// and reported. Errors: `key_compromised` when any entry is private or symmetric: whoever can fetch the set could
  /// sign; `too_large` for more than `most_keys` entries; `malformed`, `duplicate_member`.
  static base::Result<KeySet> parse(std::string_view text, std::size_t most_keys);

  /// Which key is meant. A JWK without `alg` (RFC 7517 section 4.4 allows it) is taken for each algorithm of its type:
  /// it is for the policy to say which of them are allowed. Without `kid` exactly one key has to fit the algorithm.
  [[nodiscard]] Match match(std::optional<std::string_view> kid, jose::Alg alg) const noexcept;

  /// The key where `match` gives `one`. Errors: `key_unknown`, `alg_not_allowed` (for `other_alg`).
  [[nodiscard]] base::Result<jose::VerifyKey> find(std::optional<std::string_view> kid, jose::Alg alg) const;

  [[nodiscard]] std::size_t size() const noexcept { return size_; }  ///< keys that can be used
  [[nodiscard]] const std::vector<jose::SkippedJwk>& skipped() const noexcept { return skipped_; }

 private:
  struct Found {
    Match match;
    const jose::VerifyKey* key;  ///< for `Match::one`
  };
  void add(const jose::Jwk& jwk, std::size_t index);
  [[nodiscard]] Found look(std::optional<std::string_view> kid, jose::Alg alg) const noexcept;

  std::vector<jose::VerifyKey> keys_;  ///< by kid; one for each algorithm of a JWK
  std::size_t size_ = 0;
  std::vector<jose::SkippedJwk> skipped_;
};

}  // namespace jwtkeep::remote
