// Ways to encode and decode base64url. Internal to this room: base64url.hpp is what a caller wants.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::base::base64url {

struct Implementation {
  std::string_view name;
  bool (*is_supported)() noexcept;  ///< by this processor and operating system
  void (*encode)(ByteView bytes, char* target) noexcept;
  bool (*decode)(std::string_view text, std::uint8_t* target) noexcept;
};

/// All that were built, the fastest first. The portable one is always there and always supported.
std::span<const Implementation> implementations() noexcept;

inline constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What a byte that is no character of the alphabet is worth.
inline constexpr std::uint8_t kForeign = 0x80;

/// The six bits of each character.
inline constexpr auto kSixBits = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kForeign);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<std::uint8_t>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}();

/// Whether the bits of the last character that stand for no byte are zero (RFC 4648 section 3.5), and the length is
/// one that a text can have.
inline bool ends_well(std::string_view text) noexcept {
  const auto rest = text.size() % 4;
  if (rest == 0) return true;
  const auto unused = rest == 2 ? 0x0fU : 0x03U;
  return rest != 1 && (kSixBits[static_cast<std::uint8_t>(text.back())] & unused) == 0;
}

// The implementations, each in the file of its name.
void encode_portable(ByteView bytes, char* target) noexcept;
bool decode_portable(std::string_view text, std::uint8_t* target) noexcept;
#if defined(__x86_64__)
bool is_avx2_supported() noexcept;
void encode_avx2(ByteView bytes, char* target) noexcept;
bool decode_avx2(std::string_view text, std::uint8_t* target) noexcept;
bool is_avx512_vbmi_supported() noexcept;
void encode_avx512_vbmi(ByteView bytes, char* target) noexcept;
bool decode_avx512_vbmi(std::string_view text, std::uint8_t* target) noexcept;
#endif

}  // namespace jwtkeep::base::base64url
