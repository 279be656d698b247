// The report for programs and for browsers.
#pragma once

#include <string>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/probe/outcome.hpp"
#include "jwtkeep/probe/plan.hpp"

namespace jwtkeep::probe {

/// The document of `--json`; docs/probe.md describes it. No token stands in it.
base::Json to_json(const Report& report);

/// SARIF 2.1.0: each forgery that is known a rule, each finding a result at the target's URL.
base::Json to_sarif(const Report& report, const std::string& version);

/// One file by itself: no script, nothing that is fetched from elsewhere.
std::string to_html(const Report& report, const std::string& version);

/// What would be sent, with the tokens whole: for `--dry-run`.
base::Json to_json(const std::vector<Planned>& planned);

}  // namespace jwtkeep::probe
