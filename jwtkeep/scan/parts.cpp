#include "jwtkeep/scan/parts.hpp"

#include <algorithm>

namespace jwtkeep::scan {
namespace {

constexpr std::size_t kBefore = std::size_t{8} << 10;
constexpr std::size_t kBehind = std::size_t{24} << 10;     // a PEM key of 16,384 bits has 12,500 characters
constexpr std::size_t kNearBefore = std::size_t{1} << 10;  // a name, and what it is given
constexpr std::size_t kNearBehind = std::size_t{2} << 10;
constexpr std::size_t kNearLine = std::size_t{4} << 10;

std::size_t line_begin(std::string_view text, std::size_t at) noexcept {
  const auto near = at - std::min(at, kNearLine);
  const auto newline = text.substr(near, at - near).rfind('\n');
  return newline == std::string_view::npos ? at : near + newline + 1;
}

std::size_t line_end(std::string_view text, std::size_t at) noexcept {
  const auto newline = text.substr(at, kNearLine).find('\n');
  return newline == std::string_view::npos ? at : at + newline;
}

}  // namespace

void split_into_parts(std::string_view text, std::span<const Trigger> triggers, Reach reach, std::vector<Part>& parts) {
  parts.clear();
  if (triggers.empty()) return;
  if (text.size() <= (reach == Reach::whole ? kWholeBytes : kNearBefore + kNearBehind)) {
    parts.push_back({{0, text.size()}, triggers});
    return;
  }
  std::size_t first = 0;  // trigger of the part in hand
  Span span{};
  const auto close = [&](std::size_t next) { parts.push_back({span, triggers.subspan(first, next - first)}); };
  for (std::size_t i = 0; i < triggers.size(); ++i) {
    const auto at = triggers[i].offset;
    const bool near = reach == Reach::near && is_of_names(triggers[i].sign);
    const auto reach_before = near ? kNearBefore : kBefore;
    const auto end = line_end(text, std::min(text.size(), at + (near ? kNearBehind : kBehind)));
    // A part that has become as long as a whole text ends here; what stands on the border is cut.
    const bool goes_on = i > 0 && at < span.end + reach_before && at - span.begin < kWholeBytes;
    if (goes_on) {
      span.end = std::max(span.end, end);
      continue;
    }
    if (i > 0) {
      span.end = std::min(span.end, at);
      close(i);
    }
    first = i;
    const auto before = at - std::min(at, reach_before);
    span = {i > 0 ? std::max(line_begin(text, before), parts.back().span.end) : line_begin(text, before), end};
  }
  close(triggers.size());
}

}  // namespace jwtkeep::scan
