#include "jwtkeep/crypto/random.hpp"

#include <sodium.h>

#include <cstdlib>

namespace jwtkeep::crypto {

void fill_random(base::MutableByteView target) noexcept {
  static const int initialised = sodium_init();
  if (initialised < 0) std::abort();
  // Reads getrandom(2), waits for its pool, and aborts on its own when the kernel gives nothing.
  if (!target.empty()) randombytes_buf(target.data(), target.size());
}

base::SecretBytes random_secret(std::size_t size_bytes) {
  base::SecretBytes secret(size_bytes);
  secret.fill([](base::MutableByteView target) { fill_random(target); });
  return secret;
}

base::Bytes random_bytes(std::size_t size_bytes) {
  base::Bytes bytes(size_bytes);
  fill_random(bytes);
  return bytes;
}

}  // namespace jwtkeep::crypto
