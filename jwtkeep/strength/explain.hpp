// The sentences of findings and advice. They are made from kinds, lengths and the origin of what is published, never
// from the secret, so that none can give a piece of it away. Internal to this room.
#pragma once

#include <string>

#include "jwtkeep/strength/judge.hpp"
#include "jwtkeep/strength/known_index.hpp"

namespace jwtkeep::strength {

/// One sentence on what a finding of this kind means. `length_bytes` and `required_bytes` serve `too_short` only.
std::string explain(FindingKind kind, std::size_t length_bytes, std::size_t required_bytes);

/// The same for a published secret, with whose it is and where that is said.
std::string explain(const Known& known);

/// What to do next, from a judgement that is complete but for its advice.
std::string advise(const Judgement& judgement);

}  // namespace jwtkeep::strength
