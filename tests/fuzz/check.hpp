// What a fuzz target holds of everything it is given.
#pragma once

#include <cstdlib>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::fuzz {

inline void check(bool holds) {
  if (!holds) std::abort();
}

/// Fit for a message: no line break and no control character.
inline bool is_clean(std::string_view text) { return base::is_printable_ascii(base::as_bytes(text)); }

}  // namespace jwtkeep::fuzz
