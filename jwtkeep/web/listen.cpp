#include "jwtkeep/web/listen.hpp"

#include <sys/un.h>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/whole_number.hpp"

namespace jwtkeep::web {
namespace {

using base::fail;
using base::Reason;

constexpr std::string_view kHint = "HOST:PORT with an address, such as 127.0.0.1:8377 or [::1]:8377, or unix:/path";
constexpr std::string_view kUnix = "unix:";

}  // namespace

base::Result<Listen> Listen::parse_unix(std::string_view path) {
  // What does not fit would be cut by the kernel, or bound in a name space of its own ("abstract") by a leading NUL.
  if (!path.starts_with('/') || path.size() >= sizeof(sockaddr_un::sun_path) ||
      !base::is_printable_ascii(base::as_bytes(path))) {
    return fail(Reason::bad_value, "the path of a Unix socket is absolute, printable and shorter than 108 characters",
                "write it like unix:/run/jwtkeep/serve.sock");
  }
  Listen listen;
  listen.path_ = path;
  return listen;
}

base::Result<Listen> Listen::parse(std::string_view text, bool tls) {
  if (text.starts_with(kUnix)) {
    JWTKEEP_TRY(auto listen, parse_unix(text.substr(kUnix.size())));
    listen.tls_ = tls;
    return listen;
  }
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    return fail(Reason::bad_value, "the address to listen on has no port", std::string(kHint));
  }
  const auto port = base::whole_number<std::uint16_t>(text.substr(colon + 1));
  if (!port) return fail(Reason::bad_value, "the port to listen on is no number from 0 to 65535", std::string(kHint));
  auto host = text.substr(0, colon);
  Listen listen;
  listen.tls_ = tls;
  listen.port_ = *port;
  if (host == "*") return listen;
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (!bracketed && (host.empty() || host == "localhost")) host = "127.0.0.1";
  listen.address_ = http::parse_ip_address(host);
  if (!listen.address_ || listen.address_->is_v4() == bracketed) {
    return fail(Reason::bad_value, "the host to listen on is no address of this machine", std::string(kHint));
  }
  return listen;
}

Listen Listen::at_port(std::uint16_t port) const {
  auto listen = *this;
  listen.port_ = port;
  return listen;
}

std::string Listen::text() const {
  if (is_unix()) return std::string(kUnix) + path_;
  const auto port = ":" + std::to_string(port_);
  if (!address_) return "*" + port;
  return address_->is_v4() ? address_->text() + port : "[" + address_->text() + "]" + port;
}

}  // namespace jwtkeep::web
