// Files that list what is tried, one a line: rules and masks. Internal to this room.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "jwtkeep/base/result.hpp"

namespace jwtkeep::crack {

/// What `read` makes of each line. Empty lines and those that begin with `#` are passed over, a carriage return at a
/// line's end is no part of it. `name` and the line's number stand before the error of `read`, the first of which ends
/// it.
template <class Read>
auto read_listed(std::string_view text, std::string_view name, Read read)
    -> base::Result<std::vector<typename decltype(read(text))::value_type>> {
  std::vector<typename decltype(read(text))::value_type> all;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    auto one = read(line);
    if (!one) {
      one.error().what.insert(0, std::string(name) + ":" + std::to_string(number) + ": ");
      return std::unexpected(std::move(one).error());
    }
    all.push_back(*std::move(one));
  }
  return all;
}

}  // namespace jwtkeep::crack
