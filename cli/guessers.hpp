// Who might guess a secret, and how fast.
#pragma once

#include <vector>

#include "jwtkeep/strength/describe.hpp"

namespace jwtkeep::cli {

/// One RTX 4090, and this machine: what `jwtkeep crack` does on one thread of it now, measured for three
/// milliseconds.
std::vector<strength::Guesser> guessers();

}  // namespace jwtkeep::cli
