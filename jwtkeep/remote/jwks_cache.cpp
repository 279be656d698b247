#include "jwtkeep/remote/jwks_cache.hpp"

#include <algorithm>
#include <array>

namespace jwtkeep::remote {
namespace {

using base::fail;
using base::Reason;
using base::Seconds;
using std::chrono::microseconds;

/// `first` doubled for every failure after the first, at most `longest`.
Seconds doubled(Seconds first, int failures, Seconds longest) {
  // 2^20 times any first retry is beyond every longest one that makes sense, and nothing overflows.
  return std::min(first * (std::int64_t{1} << std::clamp(failures - 1, 0, 20)), longest);
}

}  // namespace

base::Result<void> check(const JwksTimes& times) {
  const std::array all{times.default_fresh, times.min_fresh,   times.max_fresh,     times.overlap,
                       times.max_stale,     times.first_retry, times.longest_retry, times.cooldown};
  for (const auto each : all) {
    if (each < Seconds{0} || each > base::kLongestDuration) {
      return fail(Reason::bad_value, "a time of the key set is negative or longer than 100 years");
    }
  }
  if (times.cooldown < Seconds{1}) return fail(Reason::bad_value, "the key set's cooldown is less than a second");
  if (times.min_fresh > times.max_fresh)
    return fail(Reason::bad_value, "the key set's min_fresh is above its max_fresh");
  return {};
}

JwksCache::Phase JwksCache::phase(base::Instant now) const {
  if (status_.keys == nullptr || now >= status_.usable_until) return Phase::none;
  if (now < status_.fetched_at - times_.cooldown) return Phase::stale;
  if (now < status_.fresh_until) return Phase::fresh;
  return now < status_.fresh_until + times_.overlap ? Phase::overlap : Phase::stale;
}

/// Since the latest fetch began; the longest time there is when none has, or when the clock was set back since.
microseconds JwksCache::since_start(base::Instant now) const {
  if (!started_ || now < *started_ - times_.cooldown) return microseconds::max();
  return std::max(now - *started_, microseconds{0});
}

/// The least distance between the starts of two fetches.
Seconds JwksCache::distance(Asked asked, Phase at) const {
  if (at == Phase::none) return doubled(times_.first_retry, status_.failures, times_.cooldown);
  if (asked == Asked::unknown_key) return times_.cooldown;
  return doubled(times_.cooldown, status_.failures, std::max(times_.cooldown, times_.longest_retry));
}

bool JwksCache::must_wait(Asked asked, Phase at, base::Instant now) const {
  if (at == Phase::none || asked == Asked::unknown_key) return true;
  // Only while the fetches are seen to fail is an old set as good as any: nobody may then be kept waiting at each
  // retry.
  const bool failing = status_.failures > 0 && since_start(now) < 2 * times_.longest_retry;
  return at == Phase::stale && !failing;
}

Advice JwksCache::advise(Asked asked, base::Instant now) const {
  const auto at = phase(now);
  Advice advice;
  if (at != Phase::none) advice.keys = status_.keys;
  if (at == Phase::fresh && asked == Asked::known_key) return advice;
  advice.fetch = !fetching_ && since_start(now) >= distance(asked, at);
  advice.wait = (fetching_ || advice.fetch) && must_wait(asked, at, now);
  return advice;
}

std::shared_ptr<const KeySet> JwksCache::usable(base::Instant now) const {
  return phase(now) == Phase::none ? nullptr : status_.keys;
}

void JwksCache::begin(base::Instant now) {
  started_ = now;
  fetching_ = true;
  ++status_.fetches;
}

void JwksCache::succeed(const Fetched& fetched) {
  if (fetched.keys == nullptr && status_.keys == nullptr) {
    fail({Reason::malformed, "the key set is said to be unchanged, and there was none before", ""});
    return;
  }
  fetching_ = false;
  status_.failures = 0;
  status_.last_failure.reset();
  if (fetched.keys != nullptr) {
    status_.keys = fetched.keys;
    etag_ = fetched.etag;
    lifetime_ = times_.default_fresh;
  }
  // A 304 that says nothing of its lifetime leaves what was said before (RFC 9111 section 4.3.4).
  lifetime_ = fetched.lifetime.value_or(lifetime_);
  // Counted from the request's start, so that no time on the way is added (RFC 9111 section 4.2.3).
  status_.fetched_at = started_.value_or(base::Instant{});
  status_.fresh_until = status_.fetched_at + std::clamp(lifetime_, times_.min_fresh, times_.max_fresh);
  status_.usable_until = status_.fresh_until + times_.max_stale;
}

void JwksCache::fail(base::Error why) {
  fetching_ = false;
  ++status_.failures;
  if (why.reason == Reason::key_compromised) {
    status_.keys.reset();
    etag_.clear();
  }
  status_.last_failure = std::move(why);
}

}  // namespace jwtkeep::remote
