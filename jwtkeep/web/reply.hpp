// The way back to who asked.
#pragma once

#include <memory>
#include <string_view>

#include "jwtkeep/web/answer.hpp"

namespace jwtkeep::web {

class ReplySink;
class StreamQueue;

/// An answer that goes on, for server-sent events. Any thread may send. Ends with `end` or with this object.
class Stream {
 public:
  Stream(Stream&&) noexcept = default;
  Stream& operator=(Stream&& other) noexcept;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream();

  /// Queues text to be sent as it is. False where it will not arrive: the peer has gone, the server stops, or it takes
  /// so slowly that its queue (Options::stream_bytes) would overflow; the connection is then cut, and every later call
  /// gives false.
  bool send(std::string_view text);
  /// False as soon as `send` would be.
  [[nodiscard]] bool is_open() const noexcept;
  /// Ends it once all that was queued is sent.
  void end() noexcept;

  /// Internal to this room.
  explicit Stream(std::shared_ptr<StreamQueue> queue) noexcept : queue_(std::move(queue)) {}

 private:
  std::shared_ptr<StreamQueue> queue_;
};

/// Answers one request, once, from any thread. One that ends without having been used answers 500.
/// A Reply may outlive the server; it then goes nowhere.
class Reply {
 public:
  Reply(Reply&&) noexcept = default;
  Reply& operator=(Reply&& other) noexcept;
  Reply(const Reply&) = delete;
  Reply& operator=(const Reply&) = delete;
  ~Reply();

  /// This Reply is used up by it.
  void send(Answer answer);
  void send(std::shared_ptr<const Answer> answer);
  /// Sends status and fields of `head`, whose body is left out, and what is given to the Stream as it comes.
  [[nodiscard]] Stream stream(Answer head);

  /// Internal to this room.
  explicit Reply(std::shared_ptr<ReplySink> sink) noexcept : sink_(std::move(sink)) {}

 private:
  std::shared_ptr<ReplySink> sink_;
};

}  // namespace jwtkeep::web
