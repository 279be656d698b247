// The words of a text, one a line.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::crack {

/// Walks over lines. A word is all bytes before the line feed but one carriage return at its end; `$HEX[...]` is the
/// bytes that it writes in hex, as hashcat does. The last line may have no end.
class Lines {
 public:
  Lines() = default;
  explicit Lines(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  [[nodiscard]] std::size_t left() const noexcept {
    return static_cast<std::size_t>(end_ - at_);
  }  ///< bytes that were not read yet
  /// Whether the last word stands in the text itself, and not where a `$HEX[...]` was decoded.
  [[nodiscard]] bool in_place() const noexcept { return in_place_; }

  /// The next word into `word`; false when there are no more. The view holds until the next call.
  bool next(base::ByteView& word) {
    if (at_ == end_) return false;
    const char* begin = at_;
    const char* line_end = find_line_end(at_, end_);
    at_ = line_end == end_ ? end_ : line_end + 1;
    if (line_end != begin && line_end[-1] == '\r') --line_end;
    const auto size = static_cast<std::size_t>(line_end - begin);
    word = {reinterpret_cast<const std::uint8_t*>(begin), size};
    in_place_ = true;
    if (size >= 6 && *begin == '$' && line_end[-1] == ']') [[unlikely]]
      word = unhex(word);
    return true;
  }

 private:
  /// Most words are shorter than what a call of memchr takes. Of sixteen bytes it is chosen without a branch, which
  /// would be mispredicted by every second word.
  static const char* find_line_end(const char* at, const char* end) {
    constexpr std::ptrdiff_t kStep = 16;
    if constexpr (std::endian::native == std::endian::little) {
      for (int i = 0; i < 2 && end - at >= kStep; ++i, at += kStep) {
        const auto low = line_feeds(at);
        const auto high = line_feeds(at + 8);
        if ((low | high) != 0) return at + (low != 0 ? std::countr_zero(low) : 64 + std::countr_zero(high)) / 8;
      }
    }
    const void* found = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
    return found == nullptr ? end : static_cast<const char*>(found);
  }
  /// Of eight bytes: the lowest bit that is set is in the first line feed.
  static std::uint64_t line_feeds(const char* at) {
    constexpr std::uint64_t kOnes = 0x0101010101010101;
    std::uint64_t eight = 0;
    std::memcpy(&eight, at, sizeof eight);
    eight ^= kOnes * '\n';
    return (eight - kOnes) & ~eight & (kOnes << 7U);
  }

  base::ByteView unhex(base::ByteView word);

  const char* at_ = nullptr;
  const char* end_ = nullptr;
  bool in_place_ = true;
  base::Bytes bytes_;
};

/// Whether a word can stand in a list, and in hashcat's potfile, as it is.
bool is_plain_word(base::ByteView word);
/// As one word of a list: `$HEX[...]` where the bytes could not stand in a line by themselves.
std::string as_line(base::ByteView word);

}  // namespace jwtkeep::crack
