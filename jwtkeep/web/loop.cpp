#include "jwtkeep/web/loop.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <cerrno>
#include <cstring>

#include "jwtkeep/http/http_date.hpp"
#include "jwtkeep/web/connection.hpp"
#include "jwtkeep/web/event_loop.hpp"

namespace jwtkeep::web {
namespace {

constexpr int kAcceptsAtOnce = 64;  // then others have their turn
constexpr Milliseconds kWithoutDescriptors{100};
constexpr Milliseconds kShortestTick{10};

constexpr std::string_view kTurnedAway =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

http::IpAddress address_of(const sockaddr_in6& v6) {
  const std::span<const std::uint8_t, 16> bytes(v6.sin6_addr.s6_addr);
  // On a socket for both kinds, IPv4 comes mapped (RFC 4291 section 2.5.5.2); it is judged as what it is.
  if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) return http::IpAddress::v4(bytes.last<4>());
  return http::IpAddress::v6(bytes);
}

Peer peer_of(const sockaddr_storage& storage, int socket) {
  Peer peer;
  if (storage.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &storage, sizeof v4);
    std::array<std::uint8_t, 4> bytes{};
    std::memcpy(bytes.data(), &v4.sin_addr, bytes.size());
    peer.address = http::IpAddress::v4(bytes);
  } else if (storage.ss_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &storage, sizeof v6);
    peer.address = address_of(v6);
  } else {
    ucred who{};
    socklen_t size = sizeof who;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0) peer.uid = who.uid;
  }
  peer.address_text = peer.address ? peer.address->text() : "unix";
  peer.loopback = peer.address && http::is_loopback(*peer.address);
  return peer;
}

}  // namespace

EventLoop::~EventLoop() {
  if (thread_.joinable()) {
    cut();
    thread_.join();
  }
  mailbox_->close();
}

base::Result<void> EventLoop::start(std::vector<Loop::Place> places) {
  const auto& options = shared_.options;
  const auto shortest =
      std::min({options.head_time, options.body_time, options.write_time, options.idle_time, options.drain_grace});
  tick_time_ = std::clamp(shortest / 4, kShortestTick, tick_time_);
  for (auto& place : places) {
    auto& ear = ears_.emplace_back(context_, std::move(place));
    boost::system::error_code error;
    (void)ear.ready.assign(ear.socket.get(), error);
    if (error)
      return base::fail(base::Reason::io_failed, "a listening socket cannot be waited for: " + error.message());
    asio::co_spawn(context_, listen(ear), asio::detached);
  }
  thread_ = std::thread([this] {
    RequestPool::use(&pool_);
    context_.run();
    RequestPool::use(nullptr);
  });
  return {};
}

Task<void> EventLoop::listen(Ear& ear) {
  while (true) {
    const auto [error] = co_await ear.ready.async_wait(Descriptor::wait_read, kAwait);
    if (draining_ || error) co_return;
    auto last = Accepted::one;
    for (int i = 0; i < kAcceptsAtOnce && last == Accepted::one; ++i) last = accept_one(ear);
    if (last == Accepted::no_room) {
      asio::steady_timer pause(context_, kWithoutDescriptors);
      co_await pause.async_wait(kAwait);
      if (draining_) co_return;
    }
  }
}

EventLoop::Accepted EventLoop::accept_one(Ear& ear) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  base::FileHandle socket(
      ::accept4(ear.socket.get(), reinterpret_cast<sockaddr*>(&storage), &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!socket) {
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) return Accepted::no_room;
    return errno == ECONNABORTED || errno == EINTR ? Accepted::one : Accepted::none;
  }
  ++counts_.accepted;
  auto peer = peer_of(storage, socket.get());
  peer.tls = ear.tls;
  if (shared_.census.enter(peer.address)) {
    take_connection(std::move(socket), std::move(peer));
  } else {
    ++counts_.turned_away;
    if (!ear.tls) (void)::send(socket.get(), kTurnedAway.data(), kTurnedAway.size(), MSG_NOSIGNAL);
  }
  return Accepted::one;
}

void EventLoop::take_connection(base::FileHandle socket, Peer peer) {
  const auto address = peer.address;
  const int on = 1;
  // An answer is one write; what follows it shall not wait for the peer's acknowledgement.
  if (address) ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  std::optional<crypto::TlsSession> session;
  if (peer.tls) {
    const auto tls = shared_.tls();
    if (tls) session = tls->session(socket.get());
    if (!session) {
      shared_.census.leave(address);
      return;
    }
  }
  if (!std::exchange(ticking_, true)) {
    about_now_ = std::chrono::steady_clock::now();
    tick();
  }
  if (!Connection::start(*this, Channel(std::move(socket), std::move(session)), std::move(peer))) {
    shared_.census.leave(address);
  }
}

void EventLoop::tick() {
  ticker_.expires_after(tick_time_);
  ticker_.async_wait([this](const boost::system::error_code&) {
    about_now_ = std::chrono::steady_clock::now();
    for (auto* each : members_) each->check(about_now_);
    ticking_ = !members_.empty();
    if (ticking_) tick();
  });
}

EventLoop::Members::iterator EventLoop::enter(Connection* connection) {
  return members_.insert(members_.end(), connection);
}

void EventLoop::leave(Members::iterator at, const std::optional<http::IpAddress>& address) {
  members_.erase(at);
  if (members_.empty() && draining_) ticker_.cancel();
  shared_.census.leave(address);
  if (draining_) shared_.note_end();
}

std::string_view EventLoop::date_line() {
  const auto now = std::chrono::floor<base::Seconds>(shared_.options.clock().time_since_epoch());
  if (now != date_of_) {
    date_of_ = now;
    date_line_ = "Date: " + http::format_http_date(base::Instant(now)) + "\r\n";
  }
  return date_line_;
}

void EventLoop::stop_listening() {
  if (std::exchange(draining_, true)) return;
  for (auto& ear : ears_) {
    // What the kernel has taken is in somebody's hands: closing now would refuse it after all.
    while (accept_one(ear) == Accepted::one) {
    }
    ear.ready.release();  // ends the wait
    ear.socket.reset();
  }
  if (members_.empty()) ticker_.cancel();
  shared_.note_deaf();
}

void EventLoop::drain() {
  mailbox_->post([this] {
    stop_listening();
    for (auto* each : members_) each->drain(std::chrono::steady_clock::now());
  });
}

void EventLoop::cut() {
  mailbox_->post([this] {
    stop_listening();
    for (auto* each : members_) each->cut();
  });
}

base::Result<Loop> Loop::start(SharedState& shared, std::vector<Place> places) {
  try {
    auto loop = std::make_unique<EventLoop>(shared);
    JWTKEEP_CHECK(loop->start(std::move(places)));
    return Loop(std::move(loop));
  } catch (const std::system_error& error) {  // no epoll, no thread
    return base::fail(base::Reason::io_failed, std::string("an I/O thread cannot be started: ") + error.what());
  }
}

Loop::Loop(std::unique_ptr<EventLoop> impl) noexcept : impl_(std::move(impl)) {}
Loop::Loop(Loop&&) noexcept = default;
Loop& Loop::operator=(Loop&&) noexcept = default;
Loop::~Loop() = default;

const LoopCounts& Loop::counts() const noexcept { return impl_->counts(); }
void Loop::drain() { impl_->drain(); }
void Loop::cut() { impl_->cut(); }

}  // namespace jwtkeep::web
