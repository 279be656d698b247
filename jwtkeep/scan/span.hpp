// A place in a text.
#pragma once

#include <cstddef>
#include <string_view>

namespace jwtkeep::scan {

/// Bytes from `begin` up to, not with, `end`; both from the text's first byte.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;

  [[nodiscard]] std::size_t size() const noexcept { return end - begin; }
  [[nodiscard]] bool empty() const noexcept { return begin == end; }
  [[nodiscard]] bool holds(const Span& other) const noexcept { return begin <= other.begin && other.end <= end; }
  [[nodiscard]] bool meets(const Span& other) const noexcept { return begin < other.end && other.begin < end; }
  [[nodiscard]] std::string_view of(std::string_view text) const noexcept { return text.substr(begin, end - begin); }

  friend auto operator<=>(const Span&, const Span&) = default;
};

}  // namespace jwtkeep::scan
