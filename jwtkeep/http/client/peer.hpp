// Who may be connected to. Internal to this room.
#pragma once

#include <sys/socket.h>

#include <optional>
#include <string>

#include "jwtkeep/http/client/client.hpp"
#include "jwtkeep/http/ip_address.hpp"

namespace jwtkeep::http {

/// The address within a socket's; nothing for another family than IPv4 and IPv6.
std::optional<IpAddress> address_of(const sockaddr& socket_address) noexcept;

/// Why the options forbid to connect there, such as "127.0.0.1 is a loopback address"; empty where they allow it.
std::string why_refused(const std::optional<IpAddress>& peer, bool https, const ClientOptions& options);

}  // namespace jwtkeep::http
