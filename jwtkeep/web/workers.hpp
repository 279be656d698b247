// Threads for what is too slow for an I/O thread.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "jwtkeep/web/incoming.hpp"
#include "jwtkeep/web/reply.hpp"

namespace jwtkeep::web {

class Workers {
 public:
  using Work = std::move_only_function<void(Incoming, Reply)>;

  /// `most_waiting`: requests that wait for a thread. The queue is bounded because waiting longer than a client does is
  /// work for nobody.
  Workers(std::size_t threads, std::size_t most_waiting);
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  /// Waits for what is being done. What still waits is given up, so that an end takes no longer than that: its replies
  /// answer as those do that were not used.
  ~Workers();

  /// Has `work` done, or answers 503 with `Retry-After: 1` where the queue is full. An exception that leaves it is
  /// answered with 500.
  void take(Incoming incoming, Reply reply, Work work);

 private:
  struct Task {
    Incoming incoming;
    Reply reply;
    Work work;
  };
  void run();

  std::mutex mutex_;
  std::condition_variable more_;
  std::deque<Task> waiting_;
  std::size_t most_waiting_;
  bool ending_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace jwtkeep::web
