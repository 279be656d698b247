// What a server is told, and the bounds that it keeps.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "jwtkeep/base/time.hpp"
#include "jwtkeep/crypto/tls_server.hpp"
#include "jwtkeep/web/listen.hpp"
#include "jwtkeep/web/target.hpp"

namespace jwtkeep::web {

using Milliseconds = std::chrono::milliseconds;

/// Each bound says what it keeps away. Times are kept to within a quarter of a second, or of the shortest of them.
struct Options {
  std::vector<Listen> listen;                   ///< at least one
  std::optional<crypto::TlsMaterial> tls = {};  ///< for those of `listen` that speak it
  std::function<base::Instant()> clock = {};    ///< for `Date` and arrivals; must be set
  /// I/O threads, 1 to 256. Each accepts and serves its own connections, which never change threads.
  std::size_t threads = 1;

  /// Of a request's line and fields: a longer one is 431. Memory that each connection can hold without having said what
  /// it wants; 16 KiB leave room for a long cookie and a token.
  std::size_t head_bytes = std::size_t{16} << 10;
  /// Of a body: a longer one is 413, before it is read where its length is given. 1 MiB is a batch of a thousand
  /// tokens.
  std::size_t body_bytes = std::size_t{1} << 20;
  /// The same for one route: called once the head is read, on I/O threads. Empty: `body_bytes` for all.
  std::function<std::size_t(std::string_view method, const Target& target)> limits = {};

  /// From a request's first byte to the end of its head, and for a TLS handshake; 408. Slowloris sends a byte every few
  /// seconds; an honest head comes in one or two packets.
  Milliseconds head_time{10'000};
  /// From the end of the head to the end of the body; 408.
  Milliseconds body_time{30'000};
  /// Bytes of a body a second, on average after the first five seconds; 408. What is slower is waiting, not sending.
  std::size_t body_rate = 1024;
  /// For the peer to take an answer, and each piece of a stream; then the connection is cut.
  Milliseconds write_time{30'000};
  /// Between requests, and before the first.
  Milliseconds idle_time{75'000};

  /// In all: one above it is closed at once. Each needs a file descriptor, so RLIMIT_NOFILE, which is the caller's to
  /// raise, has to be somewhat above it.
  std::size_t connections = 16'384;
  /// Of one address, or of one /64 of IPv6, which is what one site has. 0: no bound, for behind a proxy. Unix sockets
  /// have no addresses.
  std::size_t connections_per_address = 1024;

  /// What a stream's peer may be behind; above it the connection is cut. Events are for those who listen.
  std::size_t stream_bytes = std::size_t{256} << 10;
  /// What an idle connection still gets when the server drains, for a request that is on its way.
  Milliseconds drain_grace{500};
};

}  // namespace jwtkeep::web
