// What stands behind a Reply. Internal to this room.
#pragma once

#include <memory>

#include "jwtkeep/web/answer.hpp"
#include "jwtkeep/web/stream_queue.hpp"

namespace jwtkeep::web {

/// Owned or shared, sent all the same.
class AnyAnswer {
 public:
  AnyAnswer() = default;
  AnyAnswer(Answer own) : own_(std::move(own)) {}
  AnyAnswer(std::shared_ptr<const Answer> shared) : shared_(std::move(shared)) {}

  [[nodiscard]] const Answer& get() const noexcept { return shared_ != nullptr ? *shared_ : own_; }

 private:
  Answer own_{500};
  std::shared_ptr<const Answer> shared_;
};

class ReplySink {
 public:
  ReplySink() = default;
  ReplySink(const ReplySink&) = delete;
  ReplySink& operator=(const ReplySink&) = delete;
  virtual ~ReplySink() = default;

  virtual void send(AnyAnswer answer) = 0;
  virtual std::shared_ptr<StreamQueue> stream(Answer head) = 0;
};

}  // namespace jwtkeep::web
