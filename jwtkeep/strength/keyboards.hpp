// Where the keys lie on the keyboards that people walk over. Internal to this room.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace jwtkeep::strength {

/// A key's place: rows from the top, from 1 on, columns from the left; keys above each other have the same column.
struct KeyPlace {
  std::int8_t row = 0;  ///< 0 for what has no key
  std::int8_t column = 0;
  bool shifted = false;

  [[nodiscard]] bool exists() const { return row > 0; }
};

/// The place of each byte on one keyboard.
using Keyboard = std::array<KeyPlace, 256>;

/// QWERTY, QWERTZ and AZERTY.
std::span<const Keyboard> keyboards() noexcept;

}  // namespace jwtkeep::strength
