// A keyring's keys as bars on a line of time.
#pragma once

#include <string>

#include "cli/output.hpp"
#include "jwtkeep/keyring/forecast.hpp"
#include "jwtkeep/keyring/keyring.hpp"

namespace jwtkeep::cli {

/// One row a key: pending, active, retiring and what comes after, in different shades, `now` as a line through all of
/// them. What `ahead` foresees is drawn to the right of it. Without UTF-8 the shades become `. # - x`.
std::string draw_timeline(const Output& out, const keyring::Keyring& keyring, const keyring::Forecast* ahead,
                          base::Instant now);

}  // namespace jwtkeep::cli
