#include "jwtkeep/web/stream_queue.hpp"

#include <utility>

namespace jwtkeep::web {

bool StreamQueue::send(std::string_view text) {
  bool sent = false;
  {
    const std::scoped_lock lock(mutex_);
    if (ended_ || closed_ || overflowed_) return false;
    overflowed_ = text.size() > most_ - queued_.size();
    sent = !overflowed_;
    if (sent) queued_ += text;
    if (std::exchange(woken_, true) && sent) return true;  // an overflow is told even to who writes and will look later
  }
  wake_();
  return sent;
}

bool StreamQueue::is_open() const noexcept {
  const std::scoped_lock lock(mutex_);
  return !ended_ && !closed_ && !overflowed_;
}

void StreamQueue::end() noexcept {
  {
    const std::scoped_lock lock(mutex_);
    if (std::exchange(ended_, true) || closed_ || std::exchange(woken_, true)) return;
  }
  wake_();
}

bool StreamQueue::has_overflowed() const noexcept {
  const std::scoped_lock lock(mutex_);
  return overflowed_;
}

StreamQueue::Next StreamQueue::take(std::string& text) {
  const std::scoped_lock lock(mutex_);
  text.clear();
  woken_ = false;
  if (overflowed_) return Next::cut;
  if (!queued_.empty()) {
    std::swap(text, queued_);
    return Next::text;
  }
  return ended_ ? Next::end : Next::nothing;
}

void StreamQueue::close() noexcept {
  const std::scoped_lock lock(mutex_);
  closed_ = true;
}

}  // namespace jwtkeep::web
