// What the threads of one source share: whom they tell, what they have counted, and whether to stop. Internal.
#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>

#include "jwtkeep/scan/source/source.hpp"

namespace jwtkeep::scan {

/// Called by any thread.
class Tally {
 public:
  Tally(const SourceOptions& options, const SourceEvents& events) noexcept : options_(&options), events_(&events) {}

  [[nodiscard]] const SourceOptions& options() const noexcept { return *options_; }
  [[nodiscard]] bool stopped() const noexcept {
    return options_->stop != nullptr && options_->stop->load(std::memory_order_relaxed);
  }

  /// To be scanned by this thread's scanner. A piece behind the first is no new blob.
  void blob(std::size_t thread, const Blob& blob, std::size_t new_bytes, bool is_new);
  /// Counted, and told unless it was ignored.
  void skip(Skip why, std::string path, std::string detail = {});
  void ignored() noexcept { skipped_[static_cast<std::size_t>(Skip::ignored)].fetch_add(1, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t count(Skip why) const noexcept {
    return skipped_[static_cast<std::size_t>(why)].load(std::memory_order_relaxed);
  }

  /// So many bytes more are done.
  void advance(std::uint64_t bytes);
  [[nodiscard]] std::uint64_t done() const noexcept { return done_.load(std::memory_order_relaxed); }
  void expect(std::uint64_t total) noexcept { total_.store(total, std::memory_order_relaxed); }

  [[nodiscard]] SourceCounts counts() const noexcept;

 private:
  const SourceOptions* options_;
  const SourceEvents* events_;
  std::atomic<std::uint64_t> blobs_ = 0, bytes_ = 0, done_ = 0, total_ = 0;
  std::array<std::atomic<std::uint64_t>, kSkips> skipped_{};
  std::mutex telling_;  ///< progress
  std::atomic<std::chrono::steady_clock::time_point> told_{std::chrono::steady_clock::time_point{}};
};

}  // namespace jwtkeep::scan
