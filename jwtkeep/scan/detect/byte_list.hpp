// Bytes that are written as numbers: hex, and lists of numbers as programs have them.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "jwtkeep/scan/characters.hpp"

namespace jwtkeep::scan {

/// Reads bytes one after the other: `30820122`, `30:82:01`, `0x30, 0x82`, `\x30\x82`, `48, -126`. The first one says
/// how all are written. Between them may stand white space, commas, comments, casts and the ends of string literals.
class ByteList {
 public:
  ByteList(std::string_view text, std::size_t at) noexcept;

  /// Appends up to `count` bytes; false where there are fewer.
  bool read(std::size_t count, Characters& into);
  /// Behind the last byte that was read.
  [[nodiscard]] std::size_t end() const noexcept { return end_; }

 private:
  enum class Style : std::uint8_t { plain_hex, prefixed_hex, decimal };

  std::optional<unsigned> next() noexcept;
  std::optional<unsigned> hex_pair() noexcept;
  std::optional<unsigned> decimal() noexcept;
  void skip_separators() noexcept;

  std::string_view text_;
  std::size_t at_, end_;
  Style style_ = Style::plain_hex;
};

}  // namespace jwtkeep::scan
