// The kernel's refusals as errors. Internal to this room.
#pragma once

#include <string_view>

#include "jwtkeep/base/result.hpp"

namespace jwtkeep::destination {

/// `what` failed with this errno: `not_found`, `permission`, `no_space` or else `io_failed`.
base::Error system_error(int error_number, std::string_view what);

}  // namespace jwtkeep::destination
