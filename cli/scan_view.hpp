// A scan's findings as people read them.
#pragma once

#include <span>

#include "cli/output.hpp"
#include "jwtkeep/scan/report/report.hpp"

namespace jwtkeep::cli {

/// Each finding with its line, whose it is and how to mend it; then what was looked at. For a terminal (in colours
/// where it has them), or for a file.
std::string scan_text(const Output& out, const scan::Report& report, std::span<const scan::RuleText> rules);

/// On stderr: what was skipped and why, and what to do with findings.
void tell_about_scan(Output& out, const scan::Report& report);

}  // namespace jwtkeep::cli
