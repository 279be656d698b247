// Sends requests over HTTPS: the one door to libcurl.
#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/http/ip_address.hpp"
#include "jwtkeep/http/message.hpp"

namespace jwtkeep::http {

/// By which a client shows who it is (TLS client authentication, RFC 8446 section 4.4.2).
struct ClientIdentity {
  std::string certificates;  ///< PEM: its own first, then those that lead to an authority
  base::SecretBytes key;     ///< PEM, not encrypted: nobody is asked for a passphrase
};

/// What a client trusts and where it may go. All of it is said here: no environment variable (proxies, key logs), no
/// .netrc and no cookie counts.
struct ClientOptions {
  std::string ca_file = {};  ///< PEM of the certificate authorities that count alone; empty: the system's
  std::string ca_pem = {};   ///< the same as text; counts before the file
  std::shared_ptr<const ClientIdentity> identity = {};  ///< is shown to servers that ask for one; nothing: none
  /// The name that a server's certificate is for, where it is not the one in the URL; not an address.
  std::string server_name = {};
  /// Also loopback, link-local, shared and all other addresses that are not of the public internet. The addresses that
  /// are connected to count, whatever name led there (DNS rebinding).
  bool allow_private_addresses = false;
  /// No other than loopback addresses, whatever name led there; the options around this one have to allow those.
  bool loopback_only = false;
  /// `http://` to a loopback address: for tests and for a proxy on the same machine.
  bool allow_loopback_http = false;
  /// `http://` to these as well: the link-local addresses at which clouds tell a machine who it is.
  std::vector<IpAddress> plain_http_to = {};
  /// `http://` to any address: for who means it, and sends nothing that others must not see.
  bool allow_plain_http = false;
  /// How long each request may take, in place of `Limits::total`; 0: as long as that says.
  std::chrono::milliseconds timeout{0};
};

/// One client, used by one thread at a time; it keeps its connections between requests.
///
/// TLS 1.2 or later, HTTP/1.1, certificate and host name always verified. Redirects are followed for GET and HEAD
/// alone, within the same scheme, host and port, unless a request asks for them as they are. No content coding is asked
/// for, and none is undone, so that no small answer grows.
class Client {
 public:
  /// Errors: `not_found` for a CA file that cannot be read; `internal`.
  static base::Result<Client> open(ClientOptions options);

  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client();

  /// Waits for the whole answer; every status is one. `stop` ends it early, within about a second.
  /// Errors: `bad_value` (a header or URL that cannot be sent or signed), `unsafe_place` (plain HTTP, or an address
  /// that is not public, and neither is allowed), `too_large` (the answer), `io_failed`. No message holds a header's
  /// value, a body or a query.
  base::Result<Response> send(const Request& request, const std::stop_token& stop = {});

 private:
  struct Parts;
  explicit Client(std::unique_ptr<Parts> parts) noexcept;
  std::unique_ptr<Parts> parts_;
};

}  // namespace jwtkeep::http
