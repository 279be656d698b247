// One element of a DER text (X.690 section 8.1). Internal to this room.
#pragma once

#include <cstdint>
#include <optional>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::crypto {

inline constexpr std::uint8_t kDerInteger = 0x02;
inline constexpr std::uint8_t kDerBitString = 0x03;
inline constexpr std::uint8_t kDerOctetString = 0x04;
inline constexpr std::uint8_t kDerSequence = 0x30;

struct DerElement {
  std::uint8_t tag;
  base::ByteView whole, content;
};

/// Takes the first element off `rest`. Lengths of up to two bytes, which is 64 KiB: no key is longer.
std::optional<DerElement> take_der_element(base::ByteView& rest) noexcept;

}  // namespace jwtkeep::crypto
