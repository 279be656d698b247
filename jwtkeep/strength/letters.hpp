// What kind of character a byte is, by ASCII alone, and what it stands for. Internal to this room.
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

/// The letter that a digit or sign most often stands for; 0 for the others.
constexpr std::uint8_t letter_for(std::uint8_t c) {
  switch (c) {
    case '4':
    case '@': return 'a';
    case '3': return 'e';
    case '1':
    case '!': return 'i';
    case '0': return 'o';
    case '5':
    case '$': return 's';
    case '7': return 't';
    default: return 0;
  }
}

}  // namespace jwtkeep::strength
