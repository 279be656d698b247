#include "jwtkeep/scan/source/tally.hpp"

#include <utility>

namespace jwtkeep::scan {
namespace {

constexpr std::chrono::milliseconds kBetweenProgress{100};

}  // namespace

void Tally::blob(std::size_t thread, const Blob& blob, std::size_t new_bytes, bool is_new) {
  if (is_new) blobs_.fetch_add(1, std::memory_order_relaxed);
  bytes_.fetch_add(new_bytes, std::memory_order_relaxed);
  if (events_->blob) events_->blob(thread, blob);
}

void Tally::skip(Skip why, std::string path, std::string detail) {
  skipped_[static_cast<std::size_t>(why)].fetch_add(1, std::memory_order_relaxed);
  if (why != Skip::ignored && events_->skipped) events_->skipped({why, std::move(path), std::move(detail)});
}

void Tally::advance(std::uint64_t bytes) {
  const auto done = done_.fetch_add(bytes, std::memory_order_relaxed) + bytes;
  if (!events_->progress) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - told_.load(std::memory_order_relaxed) < kBetweenProgress) return;
  // Whoever comes while it is told has nothing newer to say.
  const std::unique_lock lock(telling_, std::try_to_lock);
  if (!lock) return;
  told_.store(now, std::memory_order_relaxed);
  events_->progress(done, total_.load(std::memory_order_relaxed));
}

SourceCounts Tally::counts() const noexcept {
  SourceCounts counts{.blobs = blobs_.load(), .bytes = bytes_.load(), .skipped = {}};
  for (std::size_t at = 0; at < kSkips; ++at) counts.skipped[at] = skipped_[at].load();
  return counts;
}

}  // namespace jwtkeep::scan
