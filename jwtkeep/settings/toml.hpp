// A TOML file as a JSON value: the one door to toml++.
#pragma once

#include <string_view>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"

namespace jwtkeep::settings {

/// TOML 1.0, at most 64 KiB. Tables become objects in the order of their names; dates, which mean nothing here, and
/// numbers that are no numbers are refused. Errors: `malformed` with line and column, `too_large`. `path` is for
/// messages.
base::Result<base::Json> parse_toml(std::string_view text, std::string_view path);

}  // namespace jwtkeep::settings
