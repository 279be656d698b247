// --timeout: how long a command waits for each answer of somebody else's server.
#pragma once

#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"

namespace jwtkeep::cli {

/// `usual` where it was not given. Errors: `bad_value` for what is no duration from 1 s to 10 min.
base::Result<base::Seconds> parse_timeout(const std::string& text, base::Seconds usual);

}  // namespace jwtkeep::cli
