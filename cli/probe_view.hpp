// A probe's report, for people.
#pragma once

#include <vector>

#include "cli/output.hpp"
#include "jwtkeep/probe/outcome.hpp"
#include "jwtkeep/probe/plan.hpp"

namespace jwtkeep::cli {

void print_report(Output& out, const probe::Report& report, bool strict);

/// What would be sent, tokens shortened.
void print_plan(Output& out, const std::vector<probe::Planned>& planned);

}  // namespace jwtkeep::cli
