// An HTTP/1.1 server: bytes and routes, no product words.
//
// It promises what docs/http-server.md says: strict reading, bounded memory and time for every connection, and an
// answer for every request that was taken.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/web/handler.hpp"
#include "jwtkeep/web/options.hpp"

namespace jwtkeep::web {

/// Since the start, but for `open`.
struct Counts {
  std::uint64_t open = 0;         ///< connections now
  std::uint64_t accepted = 0;     ///< connections
  std::uint64_t turned_away = 0;  ///< connections above a bound
  std::uint64_t requests = 0;     ///< given to the handler
  std::uint64_t refused = 0;      ///< requests that were not, for their form or size
  std::uint64_t timed_out = 0;    ///< connections that were too slow in anything but being idle
  std::uint64_t handshakes_failed = 0;
};

struct Drained {
  std::uint64_t ended = 0;  ///< connections that came to their own end
  std::uint64_t cut = 0;    ///< those that were still there at the limit
};

class Server {
 public:
  /// Binds, then serves from threads of its own until `drain` or `stop`. Errors: `bad_value` for options that cannot be
  /// meant, `io_failed`, `permission` for what cannot be bound, and those of `crypto::TlsServer::make`.
  static base::Result<Server> start(Options options, std::shared_ptr<Handler> handler);
  /// What `start` would refuse before it binds.
  static base::Result<void> check(const Options& options);

  Server(Server&&) noexcept;
  Server& operator=(Server&&) noexcept;
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();  ///< stops

  /// Those of the options, in their order, with the ports that were bound.
  [[nodiscard]] const std::vector<Listen>& addresses() const noexcept;
  [[nodiscard]] Counts counts() const;

  /// New connections get this certificate from now on; those that are there go on. Errors as for `start`; the old one
  /// then stays.
  base::Result<void> replace_tls(const crypto::TlsMaterial& material);

  /// Ends without failing anybody: takes what the kernel has accepted already, then listens no more; answers what is in
  /// flight, and the next request of each kept connection, with `Connection: close`; closes what is idle after
  /// `drain_grace`; ends streams. Whatever is left after `limit` is cut. Blocks; not to be called by a handler.
  Drained drain(Milliseconds limit);
  /// Cuts everything. Blocks; not to be called by a handler.
  void stop();

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl) noexcept;
  std::unique_ptr<Impl> impl_;
};

}  // namespace jwtkeep::web
