#include "jwtkeep/http/client/peer.hpp"

#include <netinet/in.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace jwtkeep::http {

std::optional<IpAddress> address_of(const sockaddr& socket_address) noexcept {
  if (socket_address.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &socket_address, sizeof v4);
    return IpAddress::v4(std::bit_cast<std::array<std::uint8_t, 4>>(v4.sin_addr));
  }
  if (socket_address.sa_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &socket_address, sizeof v6);
    return IpAddress::v6(std::bit_cast<std::array<std::uint8_t, 16>>(v6.sin6_addr));
  }
  return std::nullopt;
}

std::string why_refused(const std::optional<IpAddress>& peer, bool https, const ClientOptions& options) {
  if (!peer) return "the address is neither IPv4 nor IPv6";
  if (options.loopback_only && !is_loopback(*peer)) return peer->text() + " is not a loopback address";
  if (!https) {
    if (options.allow_plain_http) return "";
    if (std::ranges::find(options.plain_http_to, *peer) != options.plain_http_to.end()) return "";
    if (!is_loopback(*peer)) return peer->text() + " is not a loopback address, and the URL is http://";
    return options.allow_loopback_http ? "" : "the URL is http://";
  }
  const auto why = why_not_public(*peer);
  return why.empty() || options.allow_private_addresses ? "" : peer->text() + " is " + std::string(why);
}

}  // namespace jwtkeep::http
