// How bad a finding is.
#pragma once

#include "jwtkeep/scan/finding.hpp"

namespace jwtkeep::scan {

/// By whose it is (a live key is `critical` wherever it stands), what it is, what the judge says of it, and where it
/// stands. Everything but `severity` has to be there; a token that has expired by `now` is worth little.
Severity severity_of(const Finding& finding, base::Instant now) noexcept;

}  // namespace jwtkeep::scan
