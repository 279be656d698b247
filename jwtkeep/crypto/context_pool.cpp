#include "jwtkeep/crypto/context_pool.hpp"

namespace jwtkeep::crypto {

ContextPool::~ContextPool() {
  for (auto& slot : slots_) std::unique_ptr<Entry>(slot.load(std::memory_order_acquire)).reset();
}

std::unique_ptr<ContextPool::Entry> ContextPool::take(std::uint8_t use) const noexcept {
  for (auto& slot : slots_) {
    if (slot.load(std::memory_order_relaxed) == nullptr) continue;
    std::unique_ptr<Entry> entry(slot.exchange(nullptr, std::memory_order_acquire));
    if (entry == nullptr) continue;
    if (entry->use == use) return entry;
    give_back(std::move(entry));
  }
  return nullptr;
}

void ContextPool::give_back(std::unique_ptr<Entry> entry) const noexcept {
  for (auto& slot : slots_) {
    Entry* empty = nullptr;
    if (slot.compare_exchange_strong(empty, entry.get(), std::memory_order_release, std::memory_order_relaxed)) {
      static_cast<void>(entry.release());
      return;
    }
  }
}

}  // namespace jwtkeep::crypto
