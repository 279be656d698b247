#include "jwtkeep/web/cookie.hpp"

#include <algorithm>

#include "jwtkeep/http/ascii.hpp"

namespace jwtkeep::web {
namespace {

using base::fail;
using base::Reason;

/// `cookie-octet` (RFC 6265bis section 4.1.1): printable ASCII without blanks, quotes, commas, semicolons and
/// backslashes.
constexpr bool is_cookie_octet(char c) noexcept {
  return c > 0x20 && c < 0x7f && !std::string_view("\",;\\").contains(c);
}

}  // namespace

base::Result<std::optional<std::string_view>> cookie_value(std::string_view field, std::string_view name) {
  std::optional<std::string_view> found;
  while (!field.empty()) {
    const auto end = std::min(field.find(';'), field.size());
    const auto pair = http::trimmed(field.substr(0, end));
    field.remove_prefix(std::min(end + 1, field.size()));
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
    if (found) return fail(Reason::malformed, "the request has the cookie " + std::string(name) + " twice");
    auto value = pair.substr(equals + 1);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    if (!std::ranges::all_of(value, is_cookie_octet)) {
      return fail(Reason::malformed, "the cookie " + std::string(name) + " has a character that none may have");
    }
    found = value;
  }
  return found;
}

std::string set_cookie(const Cookie& cookie) {
  std::string text(cookie.name);
  text += '=';
  text += cookie.value;
  text += "; Path=/; Max-Age=" + std::to_string(cookie.lives.count());
  if (cookie.secure) text += "; Secure";
  text += "; HttpOnly; SameSite=";
  text += cookie.same_site == Cookie::SameSite::strict ? "Strict" : "Lax";
  return text;
}

}  // namespace jwtkeep::web
