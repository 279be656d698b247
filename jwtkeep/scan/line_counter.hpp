// Lines and columns of places that come one after another.
#pragma once

#include <algorithm>
#include <string_view>

#include "jwtkeep/scan/finding.hpp"

namespace jwtkeep::scan {

/// Counts from the last place that was asked for: all together read the text once.
class LineCounter {
 public:
  LineCounter(std::string_view text, std::uint64_t first_line) noexcept : text_(text), line_(first_line) {}

  /// Of the byte at `offset`, which is not before the last one.
  Position at(std::size_t offset) noexcept {
    const auto passed = text_.substr(at_, offset - at_);
    line_ += static_cast<std::uint64_t>(std::ranges::count(passed, '\n'));
    if (const auto newline = passed.rfind('\n'); newline != std::string_view::npos) line_begin_ = at_ + newline + 1;
    at_ = offset;
    return {line_, offset - line_begin_ + 1};
  }

 private:
  std::string_view text_;
  std::uint64_t line_;
  std::size_t at_ = 0;
  std::size_t line_begin_ = 0;
};

}  // namespace jwtkeep::scan
