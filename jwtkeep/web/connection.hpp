// One connection from its handshake to its end. Internal to this room: it holds Boost's types.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string_view>

#include "jwtkeep/web/channel.hpp"
#include "jwtkeep/web/event_loop.hpp"
#include "jwtkeep/web/reply_sink.hpp"
#include "jwtkeep/web/request_reader.hpp"

namespace jwtkeep::web {

/// A coroutine that waits for its socket in one place at a time. Everything that happens elsewhere (a time is over, a
/// handler on another thread has answered, the server drains) sets a member and cancels that wait; whoever waited looks
/// at the members again.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  /// False, and nothing has begun, where the socket cannot be waited for. The census has counted it already.
  static bool start(EventLoop& loop, Channel channel, Peer peer);
  Connection(EventLoop& loop, Channel channel, Peer peer);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  // From the loop's thread.
  void check(Moment now);
  void drain(Moment now);
  void cut();
  void take(AnyAnswer answer);
  void take(Answer head, std::shared_ptr<StreamQueue> queue);
  void wake();

 private:
  class Link;
  enum class Phase : std::uint8_t { idle, head, body, answering, writing, streaming, leaving };
  static constexpr Moment kNever = Moment::max();

  static Task<void> run(std::shared_ptr<Connection> self);
  Task<bool> shake_hands();
  Task<bool> serve_one();
  Task<void> behind_the_others();
  Task<bool> read_request();
  Task<bool> read_some();
  Task<bool> write(base::ByteView head, base::ByteView body);
  Task<void> send_refusal();
  Task<void> send_stream();
  Task<void> linger();

  [[nodiscard]] auto wait(Descriptor::wait_type what) { return ready_.async_wait(what, kAwait); }
  [[nodiscard]] auto wait_for(crypto::TlsStep::State wanted) {
    return wait(wanted == crypto::TlsStep::State::want_read ? Descriptor::wait_read : Descriptor::wait_write);
  }
  void note(const boost::system::error_code& error);
  [[nodiscard]] bool is_over() const noexcept { return cut_ || gone_ || expired_; }
  void enter(Phase phase, Milliseconds limit);
  bool begin_body();
  bool send_continue();
  void call_handler();
  void compose(const Answer& answer, std::string_view framing);
  [[nodiscard]] bool keeps() const noexcept { return keep_ && !loop_.draining(); }
  void leave();

  EventLoop& loop_;
  Channel channel_;
  Descriptor ready_;
  std::shared_ptr<Peer> peer_;
  std::shared_ptr<Link> link_;
  EventLoop::Members::iterator place_{};
  RequestReader reader_;
  Moment deadline_ = kNever;
  Moment body_since_{};
  std::optional<AnyAnswer> answer_;
  std::shared_ptr<StreamQueue> stream_;
  Phase phase_ = Phase::idle;
  bool cut_ = false;      ///< by the server
  bool gone_ = false;     ///< the peer, or what it says makes no sense
  bool expired_ = false;  ///< it was too slow
  bool keep_ = false;
  bool head_only_ = false;
  bool http_1_0_ = false;
};

}  // namespace jwtkeep::web
