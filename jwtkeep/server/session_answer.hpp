// Sessions as browsers get them.
#pragma once

#include <string>

#include "jwtkeep/server/service.hpp"

namespace jwtkeep::server {

/// `Set-Cookie` for a session that has just begun; `secure`: the browser speaks HTTPS. Errors: `too_large`.
base::Result<std::string> session_cookie(const Service& service, const access::Session& session, base::Instant now,
                                         bool secure);
/// `Set-Cookie` by which a browser forgets it.
std::string no_session_cookie(const Service& service, const Call& call);

}  // namespace jwtkeep::server
