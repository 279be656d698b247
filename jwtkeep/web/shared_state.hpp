// What the I/O threads of one server have in common. Internal to this room.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>

#include "jwtkeep/crypto/tls_server.hpp"
#include "jwtkeep/web/census.hpp"
#include "jwtkeep/web/handler.hpp"
#include "jwtkeep/web/options.hpp"

namespace jwtkeep::web {

class SharedState {
 public:
  SharedState(Options given, std::shared_ptr<Handler> given_handler)
      : options(std::move(given)),
        handler(std::move(given_handler)),
        census(options.connections, options.connections_per_address) {}

  const Options options;
  const std::shared_ptr<Handler> handler;
  Census census;

  /// The one for new connections.
  [[nodiscard]] std::optional<crypto::TlsServer> tls() const {
    const std::scoped_lock lock(mutex_);
    return tls_;
  }
  void set_tls(crypto::TlsServer tls) {
    const std::scoped_lock lock(mutex_);
    tls_ = std::move(tls);
  }

  /// Called when a thread listens no more, or a connection has left.
  void note_end() {
    const std::scoped_lock lock(mutex_);  // so that it is not missed between a look and the wait
    ended_.notify_all();
  }
  void note_deaf() {
    {
      const std::scoped_lock lock(mutex_);
      ++deaf_threads_;
    }
    ended_.notify_all();
  }
  /// Waits until no thread listens and no connection is left; at most for `limit`.
  void wait_for_end(Milliseconds limit) {
    std::unique_lock lock(mutex_);
    ended_.wait_for(lock, limit, [this] { return deaf_threads_ == options.threads && census.count() == 0; });
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable ended_;
  std::optional<crypto::TlsServer> tls_;
  std::size_t deaf_threads_ = 0;
};

/// Counted by one thread, read by any.
class Counter {
 public:
  void operator++() noexcept { value_.store(value_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

struct LoopCounts {
  Counter accepted, turned_away, requests, refused, timed_out, handshakes_failed;
};

}  // namespace jwtkeep::web
