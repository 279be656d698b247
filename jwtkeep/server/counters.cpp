#include "jwtkeep/server/counters.hpp"

#include <mutex>

namespace jwtkeep::server {

KeyCounts::~KeyCounts() { delete refused_.load(std::memory_order_acquire); }

void KeyCounts::refuse(std::size_t reason) {
  auto* counts = refused_.load(std::memory_order_acquire);
  if (counts == nullptr) {
    auto fresh = std::make_unique<Refused>();
    // Of two who are the first at once one wins; `counts` is then the winner's.
    if (refused_.compare_exchange_strong(counts, fresh.get(), std::memory_order_acq_rel)) counts = fresh.release();
  }
  (*counts)[reason].fetch_add(1, std::memory_order_relaxed);
}

std::uint64_t KeyCounts::refused(std::size_t reason) const noexcept {
  const auto* counts = refused_.load(std::memory_order_acquire);
  return counts == nullptr ? 0 : (*counts)[reason].load(std::memory_order_relaxed);
}

void RingCounts::learn(std::string_view kid) {
  const std::unique_lock lock(mutex_);
  if (!keys_.contains(kid)) keys_.emplace(kid, std::make_unique<KeyCounts>());
}

KeyCounts& RingCounts::of(std::string_view kid) const {
  const std::shared_lock lock(mutex_);
  const auto found = keys_.find(kid);
  return found == keys_.end() ? *keys_.begin()->second : *found->second;
}

}  // namespace jwtkeep::server
