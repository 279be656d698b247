#include "jwtkeep/server/session_answer.hpp"

#include "jwtkeep/web/cookie.hpp"

namespace jwtkeep::server {
namespace {

std::string cookie(const Service& service, const Call& call, std::string_view value, base::Seconds lives) {
  const auto secure = service.gate().browser().is_secure(call.incoming);
  return web::set_cookie({.name = Browser::session_cookie(secure), .value = value, .lives = lives, .secure = secure});
}

}  // namespace

base::Result<std::string> session_cookie(const Service& service, const Call& call, const access::Session& session) {
  JWTKEEP_TRY(const auto sealed, service.gate().seal().seal(session));
  return cookie(service, call, sealed, std::chrono::floor<base::Seconds>(session.expires_at - call.now));
}

std::string no_session_cookie(const Service& service, const Call& call) {
  return cookie(service, call, {}, base::Seconds{0});
}

}  // namespace jwtkeep::server
