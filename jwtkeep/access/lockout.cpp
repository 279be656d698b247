#include "jwtkeep/access/lockout.hpp"

#include <algorithm>

namespace jwtkeep::access {

Lockout::Order::iterator* Lockout::find(std::string_view address) {
  const auto found = known_.find(address);
  return found == known_.end() ? nullptr : &found->second;
}

std::optional<base::Seconds> Lockout::locked(std::string_view address, Moment now) {
  const std::scoped_lock lock(mutex_);
  const auto* known = find(address);
  if (known == nullptr || (*known)->locked_until <= now) return std::nullopt;
  return std::chrono::ceil<base::Seconds>((*known)->locked_until - now);
}

std::optional<base::Seconds> Lockout::refused(std::string_view address, Moment now) {
  const std::scoped_lock lock(mutex_);
  if (auto* known = find(address)) {
    order_.splice(order_.begin(), order_, *known);
  } else {
    if (known_.size() >= kMostKnown) {
      known_.erase(order_.back().address);
      order_.pop_back();
    }
    order_.push_front({.address = std::string(address), .last = now});
    known_.emplace(address, order_.begin());
  }
  auto& one = order_.front();
  if (now - std::max(one.last, one.locked_until) > kForgotten) {
    one.refusals = 0;
    one.next_lock = kFirst;
  }
  one.last = now;
  if (++one.refusals < kFree) return std::nullopt;
  const auto lock_for = one.next_lock;
  one.refusals = 0;
  one.next_lock = std::min(2 * lock_for, kLongest);
  one.locked_until = now + lock_for;
  return lock_for;
}

void Lockout::accepted(std::string_view address) {
  const std::scoped_lock lock(mutex_);
  const auto found = known_.find(address);
  if (found == known_.end()) return;
  order_.erase(found->second);
  known_.erase(found);
}

}  // namespace jwtkeep::access
