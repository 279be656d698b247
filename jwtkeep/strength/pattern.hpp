// What was found where. Internal to this room.
#pragma once

#include <cstddef>

#include "jwtkeep/strength/judge.hpp"

namespace jwtkeep::strength {

/// A pattern at `offset` of the text that was looked at.
struct Pattern {
  FindingKind kind;
  std::size_t offset;
  std::size_t length;
};

}  // namespace jwtkeep::strength
