// libcurl as a whole. Internal to this room.
#pragma once

#include "jwtkeep/base/result.hpp"

namespace jwtkeep::http {

/// Starts libcurl once for the process, with memory that is wiped when it is freed: requests and answers may hold
/// secrets. Where the application has started libcurl before, the application's memory stays in use.
/// Errors: `internal`.
base::Result<void> start_curl();

}  // namespace jwtkeep::http
