// `jwtkeep:allow REASON`: somebody has looked at a finding.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/scan/span.hpp"

namespace jwtkeep::scan {

struct AllowMark {
  std::string reason;  ///< printable, at most 200 bytes; empty where none is given, so that the mark does not count
};

/// The mark on the line where `secret` begins or ends, or on a line of its own right above.
std::optional<AllowMark> allow_mark(std::string_view text, const Span& secret);

}  // namespace jwtkeep::scan
