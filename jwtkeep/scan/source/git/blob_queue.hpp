// Blobs that are wanted, on their way from who names them to who reads them. Internal.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace jwtkeep::scan {

/// A blob to be read.
struct WantedBlob {
  std::string object;  ///< its id, hex
  std::string path;    ///< under which it is scanned
};

/// One names them, several threads read them. Neighbours stay together: they are made of the same deltas.
class BlobQueue {
 public:
  static constexpr std::size_t kRun = 128;

  /// Waits while the readers are far behind.
  void add(WantedBlob blob) {
    run_.push_back(std::move(blob));
    ++added_;
    if (run_.size() == kRun) flush();
  }
  /// Nothing comes any more.
  void close() {
    flush();
    {
      const std::scoped_lock lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
  }
  /// Nobody reads any more: `add` waits no longer.
  void abandon() {
    {
      const std::scoped_lock lock(mutex_);
      abandoned_ = true;
    }
    changed_.notify_all();
  }
  [[nodiscard]] std::size_t added() const noexcept { return added_; }

  /// The next run; empty at the end. `with_wait` false: also where there is none yet.
  std::vector<WantedBlob> take(bool with_wait) {
    std::unique_lock lock(mutex_);
    if (with_wait) changed_.wait(lock, [&] { return !runs_.empty() || closed_ || abandoned_; });
    if (runs_.empty() || abandoned_) return {};
    auto run = std::move(runs_.front());
    runs_.pop_front();
    lock.unlock();
    changed_.notify_all();
    return run;
  }

 private:
  static constexpr std::size_t kMostRuns = 512;  // some 10 MB, and a second of reading

  void flush() {
    if (run_.empty()) return;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return runs_.size() < kMostRuns || abandoned_; });
      if (!abandoned_) runs_.push_back(std::move(run_));
    }
    run_.clear();
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::vector<WantedBlob>> runs_;
  bool closed_ = false, abandoned_ = false;
  std::vector<WantedBlob> run_;  ///< the adding thread's
  std::size_t added_ = 0;        ///< likewise
};

}  // namespace jwtkeep::scan
