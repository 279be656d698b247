// The time at which what the server has to judge happens.
#pragma once

#include "jwtkeep/base/time.hpp"

namespace jwtkeep::server {

inline constexpr base::Instant kNow{std::chrono::seconds{1'800'000'000}};

}  // namespace jwtkeep::server
