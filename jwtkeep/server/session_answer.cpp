#include "jwtkeep/server/session_answer.hpp"

#include "jwtkeep/web/cookie.hpp"

namespace jwtkeep::server {
namespace {

std::string cookie(std::string_view value, base::Seconds lives, bool secure) {
  return web::set_cookie({.name = Browser::session_cookie(secure), .value = value, .lives = lives, .secure = secure});
}

}  // namespace

base::Result<std::string> session_cookie(const Service& service, const access::Session& session, base::Instant now,
                                         bool secure) {
  JWTKEEP_TRY(const auto sealed, service.gate().seal().seal(session));
  return cookie(sealed, std::chrono::floor<base::Seconds>(session.expires_at - now), secure);
}

std::string no_session_cookie(const Service& service, const Call& call) {
  return cookie({}, base::Seconds{0}, service.gate().browser().is_secure(call.incoming));
}

}  // namespace jwtkeep::server
