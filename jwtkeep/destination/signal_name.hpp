// Signals by their names.
#pragma once

#include <string>
#include <string_view>

#include "jwtkeep/base/result.hpp"

namespace jwtkeep::destination {

/// `HUP`, `SIGHUP`, `hup` or `1`. Errors: `bad_value` for what is no signal, and for KILL and STOP, which no process
/// can catch.
base::Result<int> parse_signal(std::string_view text);

/// `SIGHUP`; `signal 35` for one without a name.
std::string describe_signal(int number);

}  // namespace jwtkeep::destination
