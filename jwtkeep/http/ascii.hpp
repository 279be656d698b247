// Characters as HTTP and URLs see them: ASCII, whatever the locale.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "jwtkeep/base/trimmed.hpp"

namespace jwtkeep::http {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_hex_digit(char c) noexcept { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// Of each character whether it belongs: one look where a chain of comparisons would cost.
using CharTable = std::array<bool, 256>;

constexpr CharTable letters_digits_and(std::string_view others) {
  CharTable table{};
  for (unsigned c = 0; c < 128; ++c) {
    const auto as_char = static_cast<char>(c);
    table.at(c) = is_digit(as_char) || is_letter(as_char) || others.contains(as_char);
  }
  return table;
}

constexpr bool is_of(char c, const CharTable& table) noexcept { return table[static_cast<unsigned char>(c)]; }

constexpr bool all_of(std::string_view text, const CharTable& table) noexcept {
  return std::ranges::all_of(text, [&](char c) { return is_of(c, table); });
}

/// Of a token, such as a header's name (RFC 9110 section 5.6.2).
inline constexpr auto kTokenChars = letters_digits_and("!#$%&'*+-.^_`|~");
constexpr bool is_token_char(char c) noexcept { return is_of(c, kTokenChars); }

constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

inline std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = lower(c);
  return result;
}

/// Whether `text` is `word`, which is in lower case, whatever the case of `text`.
constexpr bool is_word(std::string_view text, std::string_view word) noexcept {
  return std::ranges::equal(text, word, [](char a, char b) { return lower(a) == b; });
}

/// As the names of headers and of hosts are compared.
constexpr bool same_ignoring_case(std::string_view a, std::string_view b) noexcept {
  return std::ranges::equal(a, b, [](char one, char other) { return lower(one) == lower(other); });
}

/// Spaces and tabs around a value are none of it (RFC 9110 section 5.6.3).
using base::trimmed;

}  // namespace jwtkeep::http
