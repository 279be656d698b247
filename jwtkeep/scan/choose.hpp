// Of several candidates for one place the one that says most.
#pragma once

#include "jwtkeep/scan/candidate.hpp"

namespace jwtkeep::scan {

/// Leaves the candidates by their places, none overlapping another: a key or a token before the setting that it is the
/// value of, what a library takes before what only has a name.
void choose(Candidates& candidates);

}  // namespace jwtkeep::scan
