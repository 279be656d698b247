// The table of all findings in HTML.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>

#include "jwtkeep/scan/report/report.hpp"

namespace jwtkeep::scan {

/// What was found and looked at, and a table in which each finding has a link to its own page: `link` gives the `href`
/// of the one at this place of the report.
std::string html_overview(const Report& report, std::span<const RuleText> rules,
                          const std::function<std::string(std::size_t)>& link);

}  // namespace jwtkeep::scan
