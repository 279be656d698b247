// Tokens that were verified before, for services that see the same ones again and again.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/json_nodes.hpp"
#include "jwtkeep/jose/workspace.hpp"

namespace jwtkeep::jose {

/// Saves the signature's check for a token that this process has verified before. Everything else is checked at each
/// hit: the key's standing, and all claims against the policy and the time (`exp`, `nbf`, `iat` ...).
///
/// A hit needs the very same characters and the same verifier, and so the same keys and policy. All characters of the
/// token are compared with all of the kept ones: there is no hash whose collision could pass one token for another. The
/// comparison takes the same time wherever the two differ, since a kept token holds a signature that somebody might
/// want to guess piece by piece; which place a token has is chosen by its last sixteen characters, 96 bits of its
/// signature, under a key that only this object knows.
///
/// Thread-safe. Only verified tokens get in, the number of entries never grows, and larger tokens are not kept. Tokens
/// are credentials: whoever turns this on keeps them in memory for longer; they are wiped when the cache ends.
class VerifiedCache {
 public:
  struct Limits {
    std::size_t entries = 4096;      ///< rounded up to a power of two, at least 64
    std::size_t token_bytes = 4096;  ///< longer tokens are not kept
  };

  VerifiedCache() : VerifiedCache(Limits{}) {}
  explicit VerifiedCache(Limits limits);
  VerifiedCache(const VerifiedCache&) = delete;
  VerifiedCache& operator=(const VerifiedCache&) = delete;
  ~VerifiedCache();

  /// How many tokens it holds now. Looks at every entry.
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] std::size_t capacity() const noexcept { return sets_.size() * kWays; }
  /// Forgets and wipes all.
  void clear() noexcept;

 private:
  friend class Verifier;
  static constexpr std::size_t kWays = 4;

  struct Entry {
    std::uint64_t verifier = 0;  ///< 0: empty
    std::uint64_t mark = 0;      ///< the whole of what chose the place
    std::uint64_t used = 0;      ///< when, in this set's own count
    std::string token;
    const PreparedKey* key = nullptr;
    std::size_t header_size = 0;
    std::vector<std::uint8_t> payload;
    std::vector<base::JsonNode> nodes;
    KnownNodes known{};
    std::shared_ptr<const base::Json> json;
  };
  struct Set {
    mutable std::mutex mutex;
    std::uint64_t uses = 0;
    std::array<Entry, kWays> ways;
  };

  /// Fills the slot when the token is here.
  bool find(std::uint64_t verifier, std::string_view token, Workspace& workspace, Workspace::Slot& slot);
  void put(std::uint64_t verifier, std::string_view token, const Workspace& workspace, const Workspace::Slot& slot);

  [[nodiscard]] std::uint64_t mark_of(std::string_view token) const noexcept;
  [[nodiscard]] bool is_kept(std::string_view token) const noexcept;
  [[nodiscard]] Set& set_of(std::uint64_t mark) noexcept;

  Limits limits_;
  std::array<std::uint64_t, 2> secret_;
  std::vector<Set> sets_;
};

}  // namespace jwtkeep::jose
