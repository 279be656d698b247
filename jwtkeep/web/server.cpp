#include "jwtkeep/web/server.hpp"

#include <algorithm>
#include <utility>

#include "jwtkeep/web/listener.hpp"
#include "jwtkeep/web/loop.hpp"
#include "jwtkeep/web/shared_state.hpp"

namespace jwtkeep::web {
namespace {

using base::fail;
using base::Reason;

constexpr std::size_t kMostThreads = 256;

base::Result<void> check_bounds(const Options& options) {
  if (options.listen.empty()) return fail(Reason::bad_value, "a server listens somewhere");
  if (!options.clock) return fail(Reason::bad_value, "a server needs a clock");
  if (options.threads == 0 || options.threads > kMostThreads) {
    return fail(Reason::bad_value, "a server has 1 to 256 I/O threads");
  }
  if (!options.tls && std::ranges::any_of(options.listen, &Listen::tls)) {
    return fail(Reason::bad_value, "TLS is to be spoken, and there is no certificate");
  }
  return {};
}

}  // namespace

struct Server::Impl {
  explicit Impl(Options options, std::shared_ptr<Handler> handler) : shared(std::move(options), std::move(handler)) {}

  base::Result<void> start();
  [[nodiscard]] Counts counts() const;

  SharedState shared;
  std::vector<Listener> listeners;
  std::vector<Listen> addresses;
  std::vector<Loop> loops;  // last: their threads use the rest
  Counts ended;             // once the loops are gone
};

base::Result<void> Server::Impl::start() {
  const auto& options = shared.options;
  if (options.tls) {
    JWTKEEP_TRY(auto tls, crypto::TlsServer::make(*options.tls));
    shared.set_tls(std::move(tls));
  }
  for (const auto& listen : options.listen) {
    JWTKEEP_TRY(auto listener, Listener::bind(listen, options.threads));
    addresses.push_back(listener.bound());
    listeners.push_back(std::move(listener));
  }
  for (std::size_t i = 0; i < options.threads; ++i) {
    std::vector<Loop::Place> places;
    places.reserve(listeners.size());
    for (auto& listener : listeners) places.push_back({.socket = listener.take(i), .tls = listener.bound().tls()});
    JWTKEEP_TRY(auto loop, Loop::start(shared, std::move(places)));
    loops.push_back(std::move(loop));
  }
  return {};
}

Counts Server::Impl::counts() const {
  auto sum = ended;
  for (const auto& loop : loops) {
    const auto& of_loop = loop.counts();
    sum.accepted += of_loop.accepted.value();
    sum.turned_away += of_loop.turned_away.value();
    sum.requests += of_loop.requests.value();
    sum.refused += of_loop.refused.value();
    sum.timed_out += of_loop.timed_out.value();
    sum.handshakes_failed += of_loop.handshakes_failed.value();
  }
  sum.open = shared.census.count();
  return sum;
}

base::Result<void> Server::check(const Options& options) {
  JWTKEEP_CHECK(check_bounds(options));
  if (options.tls) JWTKEEP_CHECK(crypto::TlsServer::make(*options.tls));
  return {};
}

base::Result<Server> Server::start(Options options, std::shared_ptr<Handler> handler) {
  JWTKEEP_CHECK(check_bounds(options));
  auto impl = std::make_unique<Impl>(std::move(options), std::move(handler));
  JWTKEEP_CHECK(impl->start());
  return Server(std::move(impl));
}

Server::Server(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&&) noexcept = default;
Server::~Server() = default;

const std::vector<Listen>& Server::addresses() const noexcept { return impl_->addresses; }
Counts Server::counts() const { return impl_->counts(); }

base::Result<void> Server::replace_tls(const crypto::TlsMaterial& material) {
  JWTKEEP_TRY(auto tls, crypto::TlsServer::make(material));
  impl_->shared.set_tls(std::move(tls));
  return {};
}

Drained Server::drain(Milliseconds limit) {
  const auto before = impl_->counts();
  for (auto& loop : impl_->loops) loop.drain();
  impl_->shared.wait_for_end(limit);
  const auto cut = impl_->shared.census.count();
  stop();
  const auto after = impl_->counts();
  const auto came = after.accepted - after.turned_away - (before.accepted - before.turned_away);
  return {.ended = before.open + came - cut, .cut = cut};
}

void Server::stop() {
  for (auto& loop : impl_->loops) loop.cut();
  const auto sum = impl_->counts();
  impl_->loops.clear();
  impl_->ended = sum;
  impl_->listeners.clear();
}

}  // namespace jwtkeep::web
