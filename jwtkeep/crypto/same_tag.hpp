// Comparing tags. Internal to this room.
#pragma once

#include <sodium.h>

#include <cstddef>
#include <cstdint>

namespace jwtkeep::crypto {

/// Whether two tags of 32, 48 or 64 bytes are the same; constant time in their content. libsodium's comparisons of a
/// fixed length take 16 bytes at a time, those of any length one.
inline bool same_tag(const std::uint8_t* a, const std::uint8_t* b, std::size_t size_bytes) noexcept {
  if (size_bytes == crypto_verify_64_BYTES) return crypto_verify_64(a, b) == 0;
  int different = crypto_verify_32(a, b);
  if (size_bytes == crypto_verify_32_BYTES + crypto_verify_16_BYTES) different |= crypto_verify_16(a + 32, b + 32);
  return different == 0;
}

}  // namespace jwtkeep::crypto
