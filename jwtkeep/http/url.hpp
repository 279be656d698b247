// The address of a request: a strict part of RFC 3986, so that every reader of it sees the same host.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "jwtkeep/base/result.hpp"

namespace jwtkeep::http {

/// An absolute `https` or `http` URL.
///
/// Taken is what two parsers cannot read differently: printable ASCII, a host that is a name of letters, digits,
/// hyphens and underscores, a dotted IPv4 or a bracketed IPv6 address; no user or password, no fragment. An
/// internationalised name is written in its `xn--` form.
class Url {
 public:
  /// Errors: `bad_value`. No message quotes the query, which may hold a secret.
  static base::Result<Url> parse(std::string_view text);

  /// Where a `Location` that this URL answered leads (RFC 9110 section 10.2.2): absolute, or relative to this one. A
  /// fragment is dropped: it is never sent. Errors: `bad_value`.
  [[nodiscard]] base::Result<Url> resolve(std::string_view location) const;

  [[nodiscard]] bool is_https() const noexcept { return https_; }
  [[nodiscard]] const std::string& host() const noexcept { return host_; }  ///< lower case; IPv6 without brackets
  [[nodiscard]] bool host_is_address() const noexcept { return host_kind_ != HostKind::name; }
  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  /// The path with its query; it begins with `/`.
  [[nodiscard]] const std::string& target() const noexcept { return target_; }

  /// The whole URL; the port only where it is not the scheme's own.
  [[nodiscard]] std::string text() const { return origin() + target_; }
  /// Scheme, host and port, e.g. `https://keys.example:8443`.
  [[nodiscard]] std::string origin() const;
  /// For messages: without the query.
  [[nodiscard]] std::string shown() const { return origin() + target_.substr(0, target_.find('?')); }

 private:
  enum class HostKind : std::uint8_t { name, ipv4, ipv6 };
  Url() = default;
  base::Result<void> read_authority(std::string_view text);
  base::Result<void> read_host(std::string_view text);

  bool https_ = true;
  HostKind host_kind_ = HostKind::name;
  std::uint16_t port_ = 0;
  std::string host_;
  std::string target_;
};

/// Whether two URLs have the same scheme, host and port (RFC 6454 section 5).
bool same_origin(const Url& a, const Url& b) noexcept;

}  // namespace jwtkeep::http
