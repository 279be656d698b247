// Names that people give to parts of a configuration.
#pragma once

#include <algorithm>
#include <string_view>

namespace jwtkeep::base {

/// 1 to 32 characters of a-z, 0-9 and `-`: safe in a path, a metric and a log.
constexpr bool is_label(std::string_view text) noexcept {
  constexpr std::size_t kLongest = 32;
  return !text.empty() && text.size() <= kLongest &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

}  // namespace jwtkeep::base
