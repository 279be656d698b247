#include "jwtkeep/scan/detect/brackets.hpp"

#include <algorithm>

namespace jwtkeep::scan {
namespace {

constexpr char closing_of(char c) noexcept { return c == '{' ? '}' : c == '[' ? ']' : c == '(' ? ')' : '\0'; }

}  // namespace

void Brackets::push(std::size_t at) noexcept {
  if (depth_ == kDepth) {
    std::ranges::move(open_.begin() + 1, open_.end(), open_.begin());
    --depth_;
  }
  open_[depth_++] = at;
}

std::optional<std::size_t> Brackets::open_at(std::size_t at) noexcept {
  if (at > kReach && read_ < at - kReach) {
    read_ = at - kReach;
    depth_ = 0;
  }
  for (; read_ < at; ++read_) {
    const char c = text_[read_];
    if (closing_of(c) != '\0') {
      push(read_);
    } else if ((c == '}' || c == ']' || c == ')') && depth_ > 0 && closing_of(text_[open_[depth_ - 1]]) == c) {
      --depth_;
    }
  }
  if (depth_ == 0) return std::nullopt;
  return open_[depth_ - 1];
}

std::optional<std::size_t> closing_bracket(std::string_view text, std::size_t at, std::size_t reach) noexcept {
  std::size_t depth = 0;
  const char opening = text[at];
  const char closing = closing_of(opening);
  for (const auto end = std::min(text.size(), at + reach); at < end; ++at) {
    if (text[at] == opening) ++depth;
    if (text[at] == closing && --depth == 0) return at;
  }
  return std::nullopt;
}

}  // namespace jwtkeep::scan
