#include "jwtkeep/web/workers.hpp"

#include "jwtkeep/base/reason.hpp"
#include "jwtkeep/web/problem.hpp"
#include "jwtkeep/web/status.hpp"

namespace jwtkeep::web {

Workers::Workers(std::size_t threads, std::size_t most_waiting) : most_waiting_(most_waiting) {
  threads_.reserve(threads);
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

Workers::~Workers() {
  std::deque<Task> given_up;
  {
    const std::scoped_lock lock(mutex_);
    ending_ = true;
    given_up.swap(waiting_);
  }
  more_.notify_all();
  given_up.clear();  // outside the lock: each answers
  threads_.clear();
}

void Workers::take(Incoming incoming, Reply reply, Work work) {
  {
    const std::scoped_lock lock(mutex_);
    if (!ending_ && waiting_.size() < most_waiting_) {
      waiting_.push_back({.incoming = std::move(incoming), .reply = std::move(reply), .work = std::move(work)});
      more_.notify_one();
      return;
    }
  }
  reply.send(problem(503, base::word(base::Reason::busy), phrase(503), "too many requests wait to be worked on",
                     "try again in a second")
                 .with("Retry-After", "1"));
}

void Workers::run() {
  while (true) {
    std::unique_lock lock(mutex_);
    more_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    auto task = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    try {
      task.work(std::move(task.incoming), std::move(task.reply));
    } catch (...) {  // NOLINT(bugprone-empty-catch)
      // Its Reply has answered 500 on the way out, or does so with the task.
    }
  }
}

}  // namespace jwtkeep::web
