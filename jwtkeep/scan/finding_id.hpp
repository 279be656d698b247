// What stays the same of a finding from run to run.
#pragma once

#include <string>
#include <string_view>

#include "jwtkeep/scan/finding.hpp"

namespace jwtkeep::scan {

/// 16 bytes as hex, of the finding's rule, path, name and masked line, and of two bytes of a hash of `secret` that is
/// salted with the path. `nth` tells equal ones of a file apart, from 0. Whoever has the id cannot confirm a guess of
/// the secret by it: 2 bytes hold for one guess in 65,536.
std::string finding_id(const Finding& finding, std::string_view secret, std::size_t nth);

}  // namespace jwtkeep::scan
