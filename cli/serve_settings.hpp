// Where each setting of `serve` comes from: the command line, else the environment, else a file.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/serve_options.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"

namespace jwtkeep::cli {

/// One that counts.
struct Setting {
  std::string key;
  base::Json value;
  std::string from;  ///< an option, a variable or a file
};

struct Settings {
  std::vector<Setting> said;         ///< those that anybody said
  std::vector<std::string> remarks;  ///< what should be known
};

/// Fills in what the command line left out: from `JWTKEEP_SERVE_...`, then from the file that is named (`--config`,
/// `JWTKEEP_SERVE_CONFIG`) or is in its usual place. `was_given`: whether that option stood on the command line.
/// Errors: `bad_value`, `malformed` and those of reading the file; `unsafe_place` for one that everybody may write.
base::Result<Settings> gather_settings(ServeOptions& options, const std::function<bool(const std::string&)>& was_given);

}  // namespace jwtkeep::cli
