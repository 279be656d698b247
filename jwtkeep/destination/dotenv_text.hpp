// Reads dotenv files that anybody wrote.
#pragma once

#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/destination/variable.hpp"

namespace jwtkeep::destination {

/// The variables in the order of the file; of one that is set twice the last counts, as for all readers.
///
/// There is no standard; what is taken is what dotenv for Node and python-dotenv read alike: `NAME=value` with an
/// optional `export`, spaces around `=`, comment lines, `'literal'`, `"with \n, \r, \t, \" and \\"` (both may go on
/// over lines) and unquoted values, which end at the line's end or at ` #`. Variables within values are not replaced.
/// Errors: `malformed` with the line's number; no message quotes the file.
base::Result<std::vector<Variable>> read_dotenv(const base::SecretBytes& text);

}  // namespace jwtkeep::destination
