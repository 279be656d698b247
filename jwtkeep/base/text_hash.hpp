// For maps whose keys are texts, and which are asked with a piece of another.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace jwtkeep::base {

/// With `std::equal_to<>` beside it, a map of `std::string` is asked with a `std::string_view`: nothing is copied.
struct TextHash {
  using is_transparent = void;  // NOLINT(readability-identifier-naming): the standard's name
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
};

}  // namespace jwtkeep::base
