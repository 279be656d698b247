// The time at which whoever comes is judged.
#pragma once

#include "jwtkeep/base/time.hpp"

namespace jwtkeep::access {

inline constexpr base::Instant kNow{std::chrono::seconds{1'800'000'000}};

}  // namespace jwtkeep::access
