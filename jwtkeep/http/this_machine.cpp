#include "jwtkeep/http/this_machine.hpp"

#include "jwtkeep/http/ip_address.hpp"

namespace jwtkeep::http {

bool is_this_machine(const Url& url) {
  if (url.host() == "localhost") return true;
  const auto address = url.host_is_address() ? parse_ip_address(url.host()) : std::nullopt;
  return address && is_loopback(*address);
}

}  // namespace jwtkeep::http
