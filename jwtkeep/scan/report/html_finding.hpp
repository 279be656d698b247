// One finding in HTML.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "jwtkeep/scan/report/report.hpp"

namespace jwtkeep::scan {

/// `src/auth.js:7:17`, not escaped.
std::string html_place(const Finding& finding);
/// All that is known of it: the heading (with this `id`), where it stands, its line with the mask marked, and a list.
std::string html_finding(const Finding& finding, std::string_view id, std::span<const RuleText> rules,
                         base::Instant now);

}  // namespace jwtkeep::scan
