// The words of a text, one a line.
#pragma once

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
  explicit Lines(std::string_view text) : rest_(text) {}

  [[nodiscard]] std::size_t left() const noexcept { return rest_.size(); }  ///< bytes that were not read yet

  /// The next word into `word`; false when there are no more. The view holds until the next call.
  bool next(base::ByteView& word) {
    if (rest_.empty()) return false;
    const auto* end = static_cast<const char*>(std::memchr(rest_.data(), '\n', rest_.size()));
    auto size = end == nullptr ? rest_.size() : static_cast<std::size_t>(end - rest_.data());
    std::string_view line(rest_.data(), size);
    rest_.remove_prefix(end == nullptr ? size : size + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    word = base::as_bytes(line);
    if (line.size() >= 6 && line.front() == '$' && line.back() == ']') [[unlikely]]
      word = unhex(word);
    return true;
  }

 private:
  base::ByteView unhex(base::ByteView word);

  std::string_view rest_;
  base::Bytes bytes_;
};

/// Whether a word can stand in a list, and in hashcat's potfile, as it is.
bool is_plain_word(base::ByteView word);
/// As one word of a list: `$HEX[...]` where the bytes could not stand in a line by themselves.
std::string as_line(base::ByteView word);

}  // namespace jwtkeep::crack
