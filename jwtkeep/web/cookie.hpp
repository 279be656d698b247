// Cookies (RFC 6265bis): what a browser sends back, and what it is given to keep.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"

namespace jwtkeep::web {

/// The value of the cookie of that name in a `Cookie` field (section 4.2.1), without the quotes that may be around it;
/// nothing where there is none. Cookies of other names may be as they like: other programs on the same host set them.
/// Errors: `malformed` for two of that name, of which only an attacker knows which counts (one can be set from a
/// neighbouring host or over plain HTTP), and for a value that no server may set.
base::Result<std::optional<std::string_view>> cookie_value(std::string_view field, std::string_view name);

struct Cookie {
  enum class SameSite : std::uint8_t {
    strict,  ///< is sent by pages of this site alone
    lax,     ///< also when somebody follows a link or a redirect to it
  };
  std::string_view name;   ///< one that begins with `__Host-` has to be `secure`, and its path `/` (section 4.1.3.2)
  std::string_view value;  ///< of cookie-octets (section 4.1.1)
  base::Seconds lives{0};  ///< 0: it is to be forgotten
  bool secure = true;      ///< is sent over HTTPS alone
  SameSite same_site = SameSite::strict;
};

/// The value of a `Set-Cookie` field (section 4.1.1): for every path, and for no script.
std::string set_cookie(const Cookie& cookie);

}  // namespace jwtkeep::web
