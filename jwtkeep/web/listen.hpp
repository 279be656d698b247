// Where a server listens.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/http/ip_address.hpp"

namespace jwtkeep::web {

/// An address and port, or a Unix socket. Whether TLS is spoken there is said by the caller: plain HTTP belongs on
/// `is_local()` places alone.
class Listen {
 public:
  /// `127.0.0.1:8377`, `[::1]:8377`, `localhost:8377` (which is 127.0.0.1), `:8377` (127.0.0.1 too: what is open to
  /// others is said in full), `*:8377` (every address, IPv4 and IPv6), `unix:/run/x.sock`. Port 0 is a free one. Other
  /// names are refused: what they mean is not known without asking somebody. Errors: `bad_value`.
  static base::Result<Listen> parse(std::string_view text, bool tls);

  [[nodiscard]] bool tls() const noexcept { return tls_; }
  [[nodiscard]] bool is_unix() const noexcept { return !path_.empty(); }
  [[nodiscard]] const std::string& path() const noexcept { return path_; }  ///< of the Unix socket, or empty
  /// Nothing for `*` and for a Unix socket.
  [[nodiscard]] const std::optional<http::IpAddress>& address() const noexcept { return address_; }
  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

  /// Whether only this machine reaches it: 127.0.0.0/8 or ::1.
  [[nodiscard]] bool is_loopback() const noexcept { return address_ && http::is_loopback(*address_); }
  /// Loopback or a Unix socket.
  [[nodiscard]] bool is_local() const noexcept { return is_unix() || is_loopback(); }

  /// The same place with the port that was bound.
  [[nodiscard]] Listen at_port(std::uint16_t port) const;
  /// What `parse` reads as the same.
  [[nodiscard]] std::string text() const;

 private:
  Listen() = default;
  static base::Result<Listen> parse_unix(std::string_view path);

  bool tls_ = false;
  std::uint16_t port_ = 0;
  std::optional<http::IpAddress> address_;
  std::string path_;
};

}  // namespace jwtkeep::web
