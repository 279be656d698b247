#include "jwtkeep/web/reply.hpp"

#include <utility>

#include "jwtkeep/base/reason.hpp"
#include "jwtkeep/web/problem.hpp"
#include "jwtkeep/web/reply_sink.hpp"
#include "jwtkeep/web/status.hpp"

namespace jwtkeep::web {

Stream& Stream::operator=(Stream&& other) noexcept {
  std::swap(queue_, other.queue_);
  return *this;
}

Stream::~Stream() { end(); }

bool Stream::send(std::string_view text) { return queue_ != nullptr && queue_->send(text); }
bool Stream::is_open() const noexcept { return queue_ != nullptr && queue_->is_open(); }

void Stream::end() noexcept {
  if (queue_ != nullptr) queue_->end();
}

Reply& Reply::operator=(Reply&& other) noexcept {
  std::swap(sink_, other.sink_);
  return *this;
}

Reply::~Reply() {
  if (sink_ == nullptr) return;
  sink_->send(
      problem(500, base::word(base::Reason::internal), phrase(500), "the request was given up without an answer"));
}

void Reply::send(Answer answer) { std::exchange(sink_, nullptr)->send(std::move(answer)); }
void Reply::send(std::shared_ptr<const Answer> answer) { std::exchange(sink_, nullptr)->send(std::move(answer)); }
Stream Reply::stream(Answer head) { return Stream(std::exchange(sink_, nullptr)->stream(std::move(head))); }

}  // namespace jwtkeep::web
