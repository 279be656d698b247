// The kernel's refusals as errors.
#pragma once

#include <string_view>

#include "jwtkeep/base/result.hpp"

namespace jwtkeep::base {

/// `what` failed with this errno: `not_found`, `permission`, `no_space` or else `io_failed`.
Error system_error(int error_number, std::string_view what);

}  // namespace jwtkeep::base
