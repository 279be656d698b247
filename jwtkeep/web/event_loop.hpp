// The Asio behind an I/O thread. Internal to this room: it holds Boost's types.
//
// Asio waits for sockets to be ready and wakes coroutines; the bytes are moved by `Channel`, at once or not at all. So
// an idle connection has no buffer, and plain and TLS connections are one code.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "jwtkeep/base/file_handle.hpp"
#include "jwtkeep/web/loop.hpp"
#include "jwtkeep/web/request.hpp"
#include "jwtkeep/web/shared_state.hpp"

namespace jwtkeep::web {

namespace asio = boost::asio;

using Executor = asio::io_context::executor_type;
template <class T>
using Task = asio::awaitable<T, Executor>;
using Descriptor = asio::posix::basic_stream_descriptor<Executor>;
using Moment = std::chrono::steady_clock::time_point;

/// Errors come as values.
inline constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> kAwait{};

class Connection;

/// The way into the loop for other threads, which may outlive it.
class Mailbox {
 public:
  explicit Mailbox(asio::io_context& context) : context_(&context) {}

  template <class Work>
  void post(Work&& work) {
    const std::scoped_lock lock(mutex_);
    if (context_ != nullptr) asio::post(*context_, std::forward<Work>(work));
  }
  void close() {
    const std::scoped_lock lock(mutex_);
    context_ = nullptr;
  }

 private:
  std::mutex mutex_;
  asio::io_context* context_;
};

class EventLoop {
 public:
  explicit EventLoop(SharedState& shared) : shared_(shared) {}
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;
  ~EventLoop();

  /// Errors: `io_failed`.
  base::Result<void> start(std::vector<Loop::Place> places);
  void drain();
  void cut();
  [[nodiscard]] const LoopCounts& counts() const noexcept { return counts_; }

  // For its connections, on its own thread.
  [[nodiscard]] SharedState& shared() noexcept { return shared_; }
  [[nodiscard]] const Options& options() const noexcept { return shared_.options; }
  [[nodiscard]] asio::io_context& context() noexcept { return context_; }
  [[nodiscard]] const std::shared_ptr<Mailbox>& mailbox() noexcept { return mailbox_; }
  [[nodiscard]] LoopCounts& counts() noexcept { return counts_; }
  [[nodiscard]] bool draining() const noexcept { return draining_; }
  /// Up to a tick old: for times that are long.
  [[nodiscard]] Moment about_now() const noexcept { return about_now_; }
  /// `Date: ...` with its CRLF.
  std::string_view date_line();
  /// For an answer's head while it is made and sent.
  [[nodiscard]] std::string& scratch() noexcept { return scratch_; }

  using Members = std::list<Connection*>;
  Members::iterator enter(Connection* connection);
  void leave(Members::iterator at, const std::optional<http::IpAddress>& address);

 private:
  struct Ear {
    Ear(asio::io_context& context, Loop::Place place)
        : socket(std::move(place.socket)), tls(place.tls), ready(context) {}
    base::FileHandle socket;
    bool tls;
    Descriptor ready;
  };
  enum class Accepted { one, none, no_room };

  Task<void> listen(Ear& ear);
  Accepted accept_one(Ear& ear);
  void take_connection(base::FileHandle socket, Peer peer);
  void stop_listening();
  void tick();

  SharedState& shared_;
  asio::io_context context_{1};  // a hint: one thread runs it
  std::shared_ptr<Mailbox> mailbox_ = std::make_shared<Mailbox>(context_);
  asio::steady_timer ticker_{context_};
  Milliseconds tick_time_{250};
  std::list<Ear> ears_;
  Members members_;
  LoopCounts counts_;
  RequestPool pool_;
  Moment about_now_{};
  bool ticking_ = false;
  bool draining_ = false;
  std::string scratch_;
  std::string date_line_;
  base::Seconds date_of_{-1};
  std::thread thread_;
};

}  // namespace jwtkeep::web
