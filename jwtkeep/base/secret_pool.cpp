#include "jwtkeep/base/secret_pool.hpp"

#include <sodium.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <vector>

namespace jwtkeep::base {
namespace {

constexpr std::size_t kCanaryBytes = 16;
constexpr std::size_t kSlotBytes = kPooledBytes + kCanaryBytes;
constexpr std::size_t kSlotsInChunk = 256;

[[noreturn]] void end_program(const char* why) {
  static_cast<void>(std::fputs(why, stderr));
  std::abort();
}

std::uint8_t* allocate(std::size_t size_bytes) {
  // sodium_init is idempotent and thread-safe; it must have run before sodium_malloc picks its canary.
  static const int initialised = sodium_init();
  void* memory = initialised < 0 ? nullptr : sodium_malloc(size_bytes);
  // Going on without guarded memory would break the one promise of this memory.
  if (memory == nullptr) {
    end_program("jwtkeep: cannot get guarded memory for a secret (raise the address space or map limit)\n");
  }
  return static_cast<std::uint8_t*>(memory);
}

class Pool {
 public:
  std::uint8_t* take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) grow();
    auto* slot = free_.back();
    free_.pop_back();
    std::memcpy(slot + kPooledBytes, canary_.data(), kCanaryBytes);
    return slot;
  }

  void give_back(std::uint8_t* slot) noexcept {
    const std::lock_guard lock(mutex_);
    if (sodium_memcmp(slot + kPooledBytes, canary_.data(), kCanaryBytes) != 0) {
      end_program("jwtkeep: somebody wrote past the end of a secret\n");
    }
    sodium_memzero(slot, kSlotBytes);
    free_.push_back(slot);  // has room: see grow
  }

 private:
  void grow() {
    auto* chunk = allocate(kSlotBytes * kSlotsInChunk);
    if (slots_ == 0) randombytes_buf(canary_.data(), canary_.size());
    std::memset(chunk, 0, kSlotBytes * kSlotsInChunk);
    slots_ += kSlotsInChunk;
    free_.reserve(slots_);
    for (std::size_t i = kSlotsInChunk; i > 0; --i) free_.push_back(chunk + (i - 1) * kSlotBytes);
  }

  std::mutex mutex_;
  std::vector<std::uint8_t*> free_;
  std::size_t slots_ = 0;
  std::array<std::uint8_t, kCanaryBytes> canary_{};
};

/// Never destroyed: secrets of other static objects may outlive every destructor that could be written here.
Pool& pool() {
  static auto* const shared = new Pool;
  return *shared;
}

}  // namespace

std::uint8_t* take_guarded(std::size_t size_bytes) {
  if (size_bytes <= kPooledBytes) return pool().take();
  auto* memory = allocate(size_bytes);
  std::memset(memory, 0, size_bytes);
  return memory;
}

void give_back_guarded(std::uint8_t* memory, std::size_t size_bytes) noexcept {
  if (size_bytes <= kPooledBytes) {
    pool().give_back(memory);
  } else {
    sodium_free(memory);
  }
}

}  // namespace jwtkeep::base
