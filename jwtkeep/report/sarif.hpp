// Findings for other tools: SARIF 2.1.0 (OASIS).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/base/json.hpp"

namespace jwtkeep::report {

/// How bad a result is (SARIF section 3.27.10).
enum class SarifLevel : std::uint8_t { error, warning, note };

/// A kind of finding (section 3.49).
struct SarifRule {
  std::string id;
  std::string name;  ///< one line
  std::string full;  ///< what it means
  std::string help;  ///< what to do
  SarifLevel level = SarifLevel::error;
  std::vector<std::string> tags = {};  ///< e.g. `CWE-347`
  std::string severity = {};           ///< 0.0 to 10.0 as GitHub's `security-severity` has it, or empty
};

/// Lines and columns from 1 (section 3.30); the last column is the first one behind the region.
struct SarifRegion {
  std::int64_t start_line = 1;
  std::optional<std::int64_t> start_column = {}, end_line = {}, end_column = {};
};

/// Why a result does not count (section 3.35).
struct SarifSuppression {
  bool in_source = false;  ///< by a mark where it stands; otherwise by a file beside it
  std::string why;         ///< or empty
};

/// One finding (section 3.27).
struct SarifResult {
  std::string rule;  ///< the id of a rule of the same log
  std::string message;
  std::string uri;  ///< a URL, or a path from the root with `/`
  std::optional<SarifRegion> region = {};
  /// What stays the same of it from run to run (section 3.27.17); empty: nothing is said.
  std::string fingerprint = {};
  std::optional<SarifLevel> level = {};  ///< where it is not the rule's
  std::optional<SarifSuppression> suppression = {};
  base::Json properties = {};  ///< more that is known of it (section 3.8), an object or null
};

struct SarifLog {
  std::string version;  ///< of jwtkeep
  std::vector<SarifRule> rules;
  std::vector<SarifResult> results;
  bool successful = true;  ///< whether the run came to its end (section 3.20.14)
};

/// One run of jwtkeep in a log of its own. A result of a rule that the log does not have is left without an index.
base::Json to_sarif(const SarifLog& log);

}  // namespace jwtkeep::report
