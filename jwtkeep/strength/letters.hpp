// What kind of character a byte is, by ASCII alone. Internal to this room.
#pragma once

#include <cstdint>

namespace jwtkeep::strength {

constexpr bool is_lower(std::uint8_t c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_upper(std::uint8_t c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_letter(std::uint8_t c) { return is_lower(c) || is_upper(c); }
constexpr bool is_digit(std::uint8_t c) { return c >= '0' && c <= '9'; }
constexpr bool is_printable(std::uint8_t c) { return c >= 0x20 && c <= 0x7e; }
constexpr bool is_sign(std::uint8_t c) { return is_printable(c) && !is_letter(c) && !is_digit(c); }
constexpr std::uint8_t lower(std::uint8_t c) { return is_upper(c) ? static_cast<std::uint8_t>(c + 0x20) : c; }

}  // namespace jwtkeep::strength
