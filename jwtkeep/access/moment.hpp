// Time as limits and locks count it.
#pragma once

#include <chrono>

namespace jwtkeep::access {

/// Of a clock that nobody can set: neither a step of the machine's clock nor somebody who sets it opens a lock.
using Moment = std::chrono::steady_clock::time_point;

}  // namespace jwtkeep::access
