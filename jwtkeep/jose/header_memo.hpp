// Headers that have been read before: a part of a Workspace.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/crypto/hmac_key.hpp"

namespace jwtkeep::jose {

struct PreparedKey;

/// Which key a header leads to, for headers that were read strictly and whose token then proved to be that key's: a
/// header with the same characters says the same. An issuer writes one header for each of its keys, so a few places
/// are enough. Nobody without a key can put anything in here.
class HeaderMemo {
 public:
  struct Entry {
    std::string text;  ///< the encoded header, and the dot behind it
    const PreparedKey* key = nullptr;
    std::optional<crypto::HmacKey> hmac;  ///< for symmetric keys: the header is hashed already
    std::uint64_t used_in = 0;            ///< the generation of the workspace
  };

  /// The entry for the header that `token` begins with, or nullptr. It stays where it is within the generation.
  [[nodiscard]] const Entry* find(std::string_view token, std::uint64_t generation) noexcept;
  /// `header` is the encoded header. One that is very long is not kept, nor one whose place is in use.
  void learn(std::string_view header, const PreparedKey& key, std::uint64_t generation);
  void forget() noexcept;

 private:
  static constexpr std::size_t kEntries = 64;
  static constexpr std::size_t kLongestText = 512;

  static std::size_t place(std::string_view text) noexcept;

  std::array<Entry, kEntries> entries_;
  Entry* last_ = nullptr;
};

}  // namespace jwtkeep::jose
