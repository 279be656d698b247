#include "jwtkeep/destination/variable.hpp"

#include <algorithm>

namespace jwtkeep::destination {

bool is_variable_name(std::string_view name) noexcept {
  const auto fits = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return !name.empty() && !digit(name.front()) &&
         std::ranges::all_of(name, [&](char c) { return fits(c) || digit(c); });
}

}  // namespace jwtkeep::destination
