// Whether who asks has it already.
#pragma once

#include <string_view>

#include "jwtkeep/web/incoming.hpp"

namespace jwtkeep::server::endpoints {

/// `If-None-Match` names this ETag (RFC 9110 section 13.1.2): the answer is 304.
bool is_known(const web::Incoming& incoming, std::string_view etag);

}  // namespace jwtkeep::server::endpoints
