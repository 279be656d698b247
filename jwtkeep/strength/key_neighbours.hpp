// Which keys lie side by side on a US keyboard. Internal to this room.
#pragma once

#include <cstddef>
#include <cstdint>

namespace jwtkeep::strength {

/// Whether two characters are on the same or neighbouring keys, whatever their case.
bool are_near_keys(std::uint8_t a, std::uint8_t b);

/// How many characters without shift are near `a`, itself included; 0 for what has no key.
std::size_t near_key_count(std::uint8_t a);

}  // namespace jwtkeep::strength
