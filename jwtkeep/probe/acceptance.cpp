#include "jwtkeep/probe/acceptance.hpp"

#include <algorithm>
#include <charconv>

namespace jwtkeep::probe {
namespace {

/// Three digits (RFC 9110 section 15); nothing for all else.
std::optional<int> status_of(std::string_view text) {
  int status = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), status);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && text.size() == 3 && status >= 100 && status <= 599 ? std::optional(status) : std::nullopt;
}

std::optional<StatusRange> range_of(std::string_view text) {
  const auto dash = text.find('-');
  const auto first = status_of(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : status_of(text.substr(dash + 1));
  if (!first || !last || *first > *last) return std::nullopt;
  return StatusRange{*first, *last};
}

}  // namespace

base::Result<std::vector<StatusRange>> parse_statuses(std::string_view text) {
  std::vector<StatusRange> ranges;
  for (std::size_t at = 0; at <= text.size();) {
    const auto comma = std::min(text.find(',', at), text.size());
    const auto range = range_of(text.substr(at, comma - at));
    if (!range) {
      return base::fail(base::Reason::bad_value,
                        "\"" + std::string(text.substr(at, comma - at)) + "\" is no status and no range of them",
                        "write for example 200-299 or 200,204");
    }
    ranges.push_back(*range);
    at = comma + 1;
  }
  return ranges;
}

bool Acceptance::accepts(const Answer& answer) const {
  const auto holds = [&](const StatusRange& range) {
    return answer.status >= range.first && answer.status <= range.last;
  };
  if (std::ranges::none_of(statuses, holds)) return false;
  if (!accept_text.empty() && !answer.text.contains(accept_text)) return false;
  return refuse_text.empty() || !answer.text.contains(refuse_text);
}

}  // namespace jwtkeep::probe
