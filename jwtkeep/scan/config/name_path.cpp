#include "jwtkeep/scan/config/name_path.hpp"

#include <algorithm>

namespace jwtkeep::scan {
namespace {

constexpr std::size_t kLongestName = 120;
constexpr std::size_t kNamesShown = 5;

}  // namespace

void NamePath::push(std::string_view name, bool has_trigger) {
  has_trigger = has_trigger || this->has_trigger();
  if (!text_.empty()) text_.push_back('.');
  levels_.push_back({text_.size(), has_trigger});
  if (name.size() <= kLongestName) text_.append(name);
}

void NamePath::pop_to(std::size_t depth) noexcept {
  if (depth >= levels_.size()) return;
  const auto begin = levels_[depth].begin;
  text_.resize(begin > 0 ? begin - 1 : 0);
  levels_.resize(depth);
}

std::string_view NamePath::text() const noexcept {
  if (levels_.size() <= kNamesShown) return text_;
  return std::string_view(text_).substr(levels_[levels_.size() - kNamesShown].begin);
}

std::string_view NamePath::last() const noexcept { return above(0); }

std::string_view NamePath::above(std::size_t levels) const noexcept {
  if (levels >= levels_.size()) return {};
  const auto at = levels_.size() - 1 - levels;
  const auto begin = levels_[at].begin;
  const auto end = levels == 0 ? text_.size() : levels_[at + 1].begin - 1;
  return std::string_view(text_).substr(begin, std::max(begin, end) - begin);
}

}  // namespace jwtkeep::scan
