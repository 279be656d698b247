// The rules of scan as its reports name them.
#pragma once

#include <vector>

#include "jwtkeep/scan/report/report.hpp"

namespace jwtkeep::cli {

std::vector<scan::RuleText> scan_rules();

}  // namespace jwtkeep::cli
