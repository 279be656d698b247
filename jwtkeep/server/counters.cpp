#include "jwtkeep/server/counters.hpp"

#include <mutex>

namespace jwtkeep::server {

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
