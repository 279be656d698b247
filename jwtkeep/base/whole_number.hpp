// Numbers out of text that somebody else wrote.
#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string_view>

namespace jwtkeep::base {

/// The number that the whole of `text` is in decimal digits, with a `-` in front where `Number` has negative ones;
/// nothing for any other text, and for a number that does not fit.
template <std::integral Number>
std::optional<Number> whole_number(std::string_view text) noexcept {
  Number number = 0;
  const auto* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stopped != end) return std::nullopt;
  return number;
}

}  // namespace jwtkeep::base
