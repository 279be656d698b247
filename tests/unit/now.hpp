// When it happens, whatever is judged at a time.
#pragma once

#include "jwtkeep/base/time.hpp"

namespace jwtkeep {

inline constexpr base::Instant kNow{std::chrono::seconds{1'800'000'000}};

}  // namespace jwtkeep
