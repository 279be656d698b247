#include "jwtkeep/access/rate_limiter.hpp"

#include <algorithm>
#include <cmath>

namespace jwtkeep::access {

std::optional<base::Seconds> RateLimiter::take(std::string_view name, const RateLimit& limit, double cost, Moment now) {
  if (!limit.is_set()) return std::nullopt;
  const double full = std::max(limit.burst, 1U);
  const double rate = limit.per_second;
  const std::scoped_lock lock(mutex_);
  auto found = buckets_.find(name);
  if (found == buckets_.end()) found = buckets_.emplace(name, Bucket{.left = full, .at = now}).first;
  auto& bucket = found->second;
  // Of two callers at once the later moment may come first.
  const double passed = std::max(std::chrono::duration<double>(now - bucket.at).count(), 0.0);
  bucket.left = std::min(bucket.left + passed * rate, full);
  bucket.at = std::max(bucket.at, now);
  const double needed = std::min(cost, full);
  if (bucket.left < needed) {
    return base::Seconds{static_cast<std::int64_t>(std::ceil((needed - bucket.left) / rate))};
  }
  bucket.left -= cost;
  return std::nullopt;
}

}  // namespace jwtkeep::access
