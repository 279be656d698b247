// Characters as HTTP and URLs see them: ASCII, whatever the locale.
#pragma once

#include <string>
#include <string_view>

#include "jwtkeep/base/trimmed.hpp"

namespace jwtkeep::http {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_hex_digit(char c) noexcept { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
/// A character of a token, such as a header's name (RFC 9110 section 5.6.2).
constexpr bool is_token_char(char c) noexcept {
  return is_digit(c) || is_letter(c) || std::string_view("!#$%&'*+-.^_`|~").contains(c);
}

inline std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

/// Spaces and tabs around a value are none of it (RFC 9110 section 5.6.3).
using base::trimmed;

}  // namespace jwtkeep::http
