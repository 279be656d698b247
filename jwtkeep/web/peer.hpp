// Who is at the other end of a connection.
#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>

#include "jwtkeep/crypto/tls_server.hpp"
#include "jwtkeep/http/ip_address.hpp"

namespace jwtkeep::web {

struct Peer {
  std::optional<http::IpAddress> address;  ///< nothing on a Unix socket
  std::string address_text;                ///< RFC 5952, or `unix`
  bool loopback = false;                   ///< of the address; false on a Unix socket
  std::optional<uid_t> uid;                ///< on a Unix socket: as the kernel says, so it can be trusted
  bool tls = false;                        ///< spoken on this connection
  std::optional<crypto::ClientCertificate> certificate{};  ///< checked against the CA; nothing where none was shown
};

}  // namespace jwtkeep::web
