// OpenSSL's contexts of one key, kept between uses. Internal to this room.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>

#include "jwtkeep/crypto/evp.hpp"

namespace jwtkeep::crypto {

/// A context is for one thread at a time, and making one costs more than some verifications do. A key keeps up to
/// `kSlots` that are ready; whoever finds none makes one, and one too many is freed. Threads never wait for each other.
class ContextPool {
 public:
  struct Entry {
    std::uint8_t use;  ///< what it was prepared for, in the caller's own numbers
    EvpPkeyCtx context;
  };

  ContextPool() = default;
  /// Contexts belong to the key that they were made for: the new place begins empty. Not for use beside other threads.
  ContextPool(ContextPool&&) noexcept {}
  ContextPool& operator=(ContextPool&&) = delete;
  ContextPool(const ContextPool&) = delete;
  ContextPool& operator=(const ContextPool&) = delete;
  ~ContextPool();

  /// A context that was prepared for `use`, or nullptr.
  std::unique_ptr<Entry> take(std::uint8_t use) const noexcept;
  void give_back(std::unique_ptr<Entry> entry) const noexcept;

 private:
  static constexpr std::size_t kSlots = 16;
  mutable std::array<std::atomic<Entry*>, kSlots> slots_{};
};

}  // namespace jwtkeep::crypto
