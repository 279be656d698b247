// How often somebody may ask.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "jwtkeep/access/moment.hpp"
#include "jwtkeep/access/principal.hpp"
#include "jwtkeep/base/text_hash.hpp"
#include "jwtkeep/base/time.hpp"

namespace jwtkeep::access {

/// A bucket for each principal that has a limit: it fills at `per_second`, and holds `burst`. Any thread may call.
class RateLimiter {
 public:
  /// Takes `cost` out of the principal's bucket. Gives how long to wait where there is not enough in it; nothing is
  /// taken then. A cost above `burst` is taken from a full bucket, which is then empty for longer.
  std::optional<base::Seconds> take(std::string_view name, const RateLimit& limit, double cost, Moment now);

 private:
  struct Bucket {
    double left = 0;
    Moment at{};
  };
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket, base::TextHash, std::equal_to<>> buckets_;
};

}  // namespace jwtkeep::access
