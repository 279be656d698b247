// Plain C++: what the others are compared with, what every machine has, and what ends their work.
#include "jwtkeep/base/kernel/base64url/kernels.hpp"

namespace jwtkeep::base::base64url {

void encode_portable(ByteView bytes, char* target) noexcept {
  const auto* from = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 3; left -= 3, from += 3, target += 4) {
    const auto three = static_cast<std::uint32_t>(from[0] << 16 | from[1] << 8 | from[2]);
    target[0] = kAlphabet[three >> 18];
    target[1] = kAlphabet[three >> 12 & 63U];
    target[2] = kAlphabet[three >> 6 & 63U];
    target[3] = kAlphabet[three & 63U];
  }
  if (left == 0) return;
  const auto rest = static_cast<std::uint32_t>(from[0] << 16 | (left == 2 ? from[1] << 8 : 0));
  target[0] = kAlphabet[rest >> 18];
  target[1] = kAlphabet[rest >> 12 & 63U];
  if (left == 2) target[2] = kAlphabet[rest >> 6 & 63U];
}

bool decode_portable(std::string_view text, std::uint8_t* target) noexcept {
  if (!ends_well(text)) return false;
  const auto* from = reinterpret_cast<const std::uint8_t*>(text.data());
  std::size_t left = text.size();
  std::uint32_t seen = 0;  // all values or-ed: has kForeign where one character was foreign
  for (; left >= 4; left -= 4, from += 4, target += 3) {
    const std::uint32_t a = kSixBits[from[0]];
    const std::uint32_t b = kSixBits[from[1]];
    const std::uint32_t c = kSixBits[from[2]];
    const std::uint32_t d = kSixBits[from[3]];
    seen |= a | b | c | d;
    const auto four = a << 18 | b << 12 | c << 6 | d;
    target[0] = static_cast<std::uint8_t>(four >> 16);
    target[1] = static_cast<std::uint8_t>(four >> 8);
    target[2] = static_cast<std::uint8_t>(four);
  }
  if (left != 0) {
    const std::uint32_t a = kSixBits[from[0]];
    const std::uint32_t b = kSixBits[from[1]];
    const std::uint32_t c = left == 3 ? kSixBits[from[2]] : 0;
    seen |= a | b | c;
    const auto four = a << 18 | b << 12 | c << 6;
    target[0] = static_cast<std::uint8_t>(four >> 16);
    if (left == 3) target[1] = static_cast<std::uint8_t>(four >> 8);
  }
  return (seen & kForeign) == 0;
}

}  // namespace jwtkeep::base::base64url
