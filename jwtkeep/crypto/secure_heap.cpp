#include "jwtkeep/crypto/secure_heap.hpp"

#include <malloc.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace jwtkeep::crypto {
namespace {

// OpenSSL 3.0 has no way out when this heap is full. 64 bytes of it stay taken for each EC key, none for an RSA key
// (see generate_rsa), at most 20 KiB while one is made or checked: 15000 keys at once have room.
constexpr std::size_t kHeapBytes = std::size_t{1} << 20;
constexpr std::size_t kSmallestBlockBytes = 32;

// These are the allocator itself.
// NOLINTBEGIN(cppcoreguidelines-no-malloc)
void free_wiped(void* block, const char*, int) {
  if (block == nullptr) return;
  // The usable size covers what earlier, larger uses of this block may have left behind its end.
  OPENSSL_cleanse(block, malloc_usable_size(block));
  std::free(block);
}

void* allocate(std::size_t size_bytes, const char*, int) { return std::malloc(size_bytes); }

void* reallocate_wiped(void* block, std::size_t size_bytes, const char* file, int line) {
  if (block == nullptr) return std::malloc(size_bytes);
  if (size_bytes == 0) {
    free_wiped(block, file, line);
    return nullptr;
  }
  // realloc(3) would free the old place without wiping it.
  void* larger = std::malloc(size_bytes);
  if (larger == nullptr) return nullptr;
  std::memcpy(larger, block, std::min(size_bytes, malloc_usable_size(block)));
  free_wiped(block, file, line);
  return larger;
}
// NOLINTEND(cppcoreguidelines-no-malloc)

bool prepare() noexcept {
  const bool wiping = CRYPTO_set_mem_functions(allocate, reallocate_wiped, free_wiped) == 1;
  // 2 means that the heap is there but could not be locked or guarded, which is taken as for SecretBytes.
  const bool heap = CRYPTO_secure_malloc_init(kHeapBytes, kSmallestBlockBytes) != 0;
  return wiping && heap;
}

}  // namespace

bool prepare_openssl() noexcept {
  static const bool prepared = prepare();
  return prepared;
}

}  // namespace jwtkeep::crypto
