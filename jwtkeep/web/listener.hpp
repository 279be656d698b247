// Sockets that listen. Internal to this room.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "jwtkeep/base/file_handle.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/web/listen.hpp"

namespace jwtkeep::web {

/// One place to listen on: a socket for each I/O thread. Those of a TCP port share it by SO_REUSEPORT, so that the
/// kernel spreads connections; a Unix socket is one, shared by all. The socket's file ends with this.
class Listener {
 public:
  /// Errors: `bad_value` for what is no address of this machine, `already_exists` for what somebody listens on,
  /// `permission`, `io_failed`.
  static base::Result<Listener> bind(const Listen& listen, std::size_t threads);

  Listener(Listener&& other) noexcept;
  Listener& operator=(Listener&&) = delete;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();

  [[nodiscard]] const Listen& bound() const noexcept { return bound_; }
  /// The socket of one thread, non-blocking; given once.
  [[nodiscard]] base::FileHandle take(std::size_t thread) { return std::move(sockets_[thread]); }

 private:
  explicit Listener(Listen bound) : bound_(std::move(bound)) {}
  base::Result<void> bind_unix(std::size_t threads);
  base::Result<void> bind_port(std::size_t threads);

  Listen bound_;
  std::vector<base::FileHandle> sockets_;
  std::string made_;  ///< the socket's file
};

}  // namespace jwtkeep::web
