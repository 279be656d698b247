// What is still to do, shared by several threads. Internal.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace jwtkeep::scan {

/// Two kinds of work: what brings more work comes first, so that the end is soon in sight, unless much is waiting.
template <class First, class Second>
class WorkList {
 public:
  explicit WorkList(std::size_t most_waiting) noexcept : most_waiting_(most_waiting) {}

  struct Taken {
    std::optional<First> first;
    std::optional<Second> second;
  };

  void add(std::vector<First> first, std::vector<Second> second) {
    if (first.empty() && second.empty()) return;
    const auto added = first.size() + second.size();
    {
      const std::scoped_lock lock(mutex_);
      open_ += added;
      for (auto& work : first) first_.push_back(std::move(work));
      for (auto& work : second) second_.push_back(std::move(work));
    }
    if (added > 1) {
      came_.notify_all();
    } else {
      came_.notify_one();
    }
  }

  /// Waits for work; nothing once all is done. What was taken has to be given to `done` afterwards.
  std::optional<Taken> take() {
    std::unique_lock lock(mutex_);
    came_.wait(lock, [&] { return !first_.empty() || !second_.empty() || open_ == 0; });
    if (first_.empty() && second_.empty()) return std::nullopt;
    Taken taken;
    if (second_.empty() || (!first_.empty() && second_.size() < most_waiting_)) {
      taken.first = std::move(first_.back());
      first_.pop_back();
    } else {
      taken.second = std::move(second_.back());
      second_.pop_back();
    }
    return taken;
  }
  void done() {
    {
      const std::scoped_lock lock(mutex_);
      if (--open_ > 0) return;
    }
    came_.notify_all();
  }

 private:
  std::size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<First> first_;
  std::vector<Second> second_;
  std::size_t open_ = 0;  ///< waiting, or being done
};

}  // namespace jwtkeep::scan
