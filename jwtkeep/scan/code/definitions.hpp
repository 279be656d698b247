// Where names get their values.
#pragma once

#include <vector>

#include "jwtkeep/scan/code/unit.hpp"

namespace jwtkeep::scan::code {

/// All of them, in the order in which they stand.
std::vector<Definition> find_definitions(const Unit& unit);

}  // namespace jwtkeep::scan::code
