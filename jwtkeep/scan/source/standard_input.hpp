// What comes in by a pipe.
#pragma once

#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/scan/source/source.hpp"

namespace jwtkeep::scan {

class Tally;

/// Reads `descriptor` to its end, as one file of the name `shown`; it may be an archive. Does not close it.
/// Errors: `io_failed`: it is not open.
base::Result<void> read_stream(int descriptor, const std::string& shown, Tally& tally);

}  // namespace jwtkeep::scan
