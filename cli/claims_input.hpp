// Claims as they come in: JSON on the command line, from a file, from standard input, and single options.
#pragma once

#include <string>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"

namespace jwtkeep::cli {

/// `{...}`, `@FILE` or `-`; empty gives an empty object. Errors: those of the file and of strict JSON, with the place
/// they came from; `bad_value` when it is no object.
base::Result<base::Json> read_claims(const std::string& source);

}  // namespace jwtkeep::cli
