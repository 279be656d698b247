// Headers that have been read before. Internal to this room.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

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
  };

  /// The entry for the header that `token` begins with, or nullptr.
  [[nodiscard]] const Entry* find(std::string_view token) noexcept;
  /// `header` is the encoded header. One that is very long is not kept.
  void learn(std::string_view header, const PreparedKey& key);
  void forget() noexcept;

 private:
  static constexpr std::size_t kEntries = 64;
  static constexpr std::size_t kLongestText = 512;

  static std::size_t place(std::string_view text) noexcept;

  std::array<Entry, kEntries> entries_;
  const Entry* last_ = nullptr;
};

}  // namespace jwtkeep::jose
