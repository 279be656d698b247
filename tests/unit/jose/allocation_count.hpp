// Counts what is allocated with `new` on this thread.
#pragma once

#include <cstddef>

namespace jwtkeep::jose {

/// How often `operator new` has been called on this thread since it began.
std::size_t allocations() noexcept;

}  // namespace jwtkeep::jose
