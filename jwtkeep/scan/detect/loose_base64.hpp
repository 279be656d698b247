// Base64 as it stands in files: either alphabet, padded or not.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "jwtkeep/scan/characters.hpp"

namespace jwtkeep::scan {

namespace detail {
constexpr std::array<std::int8_t, 256> sextets() {
  std::array<std::int8_t, 256> table{};
  table.fill(-1);
  std::int8_t value = 0;
  for (char c = 'A'; c <= 'Z'; ++c) table[static_cast<std::uint8_t>(c)] = value++;
  for (char c = 'a'; c <= 'z'; ++c) table[static_cast<std::uint8_t>(c)] = value++;
  for (char c = '0'; c <= '9'; ++c) table[static_cast<std::uint8_t>(c)] = value++;
  table['+'] = table['-'] = 62;
  table['/'] = table['_'] = 63;
  return table;
}
inline constexpr auto kSextets = sextets();
}  // namespace detail

/// The six bits that a character of either alphabet stands for (RFC 4648 sections 4 and 5), or -1.
constexpr int sextet(char c) noexcept { return detail::kSextets[static_cast<std::uint8_t>(c)]; }

/// Whether it is of the standard alphabet; `=` is not.
constexpr bool is_base64(char c) noexcept { return sextet(c) >= 0 && c != '-' && c != '_'; }

/// Whether it is of the alphabet for URLs.
constexpr bool is_base64url(char c) noexcept { return sextet(c) >= 0 && c != '+' && c != '/'; }

/// Unlike `base::base64_decode` it takes both alphabets, any padding or none, and set bits behind the last byte.
/// Nothing for a foreign character and for a length that no text of bytes has.
std::optional<Characters> loose_base64_decode(std::string_view text);

/// Whether base64 that long is of many different characters, as keys are, and not filled up: `AAAA`, `xxxx`.
bool is_varied(std::string_view text) noexcept;

}  // namespace jwtkeep::scan
