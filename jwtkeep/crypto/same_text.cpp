#include "jwtkeep/crypto/same_text.hpp"

#include <sodium.h>

namespace jwtkeep::crypto {

// crypto_verify_64 and crypto_verify_32 take 16 bytes at a time; sodium_memcmp takes one.
bool same_text(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  if (a.size() == crypto_verify_32_BYTES) {  // a digest of SHA-256
    return crypto_verify_32(reinterpret_cast<const unsigned char*>(a.data()),
                            reinterpret_cast<const unsigned char*>(b.data())) == 0;
  }
  if (a.size() < crypto_verify_64_BYTES) return sodium_memcmp(a.data(), b.data(), a.size()) == 0;
  const auto* x = reinterpret_cast<const unsigned char*>(a.data());
  const auto* y = reinterpret_cast<const unsigned char*>(b.data());
  int different = 0;
  std::size_t at = 0;
  for (; at + crypto_verify_64_BYTES <= a.size(); at += crypto_verify_64_BYTES) {
    different |= crypto_verify_64(x + at, y + at);
  }
  // The last 64 bytes again, or what is left of them: it was not looked at before.
  const auto last = a.size() - crypto_verify_64_BYTES;
  different |= crypto_verify_64(x + last, y + last);
  return different == 0;
}

}  // namespace jwtkeep::crypto
