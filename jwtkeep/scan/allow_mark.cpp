#include "jwtkeep/scan/allow_mark.hpp"

#include <algorithm>
#include <array>

#include "jwtkeep/scan/ascii.hpp"

namespace jwtkeep::scan {
namespace {

constexpr std::string_view kMark = "jwtkeep:allow";
constexpr std::size_t kNear = 400;  // bytes: a line may have 50 MB
constexpr std::size_t kMostReason = 200;

std::string_view line_behind(std::string_view text, std::size_t at) noexcept {
  const auto rest = text.substr(std::min(at, text.size()), kNear);
  return rest.substr(0, rest.find('\n'));
}

std::string_view line_before(std::string_view text, std::size_t at) noexcept {
  const auto from = at - std::min(at, kNear);
  const auto rest = text.substr(from, at - from);
  const auto newline = rest.rfind('\n');
  return newline == std::string_view::npos ? rest : rest.substr(newline + 1);
}

std::optional<AllowMark> mark_in(std::string_view line) {
  const auto at = line.find(kMark);
  if (at == std::string_view::npos) return std::nullopt;
  auto reason = line.substr(at + kMark.size());
  // `jwtkeep:allowance` is none.
  if (!reason.empty() && is_word(reason.front())) return std::nullopt;
  for (const auto end : std::to_array<std::string_view>({"*/", "-->", "--%>", "#}", "}}", "--]]"})) {
    reason = reason.substr(0, reason.find(end));
  }
  while (!reason.empty() &&
         (is_blank(reason.front()) || reason.front() == ':' || reason.front() == '-' || reason.front() == '=')) {
    reason.remove_prefix(1);
  }
  reason = trimmed(reason.substr(0, kMostReason));
  std::string shown(reason);
  std::ranges::replace_if(shown, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  // A word is the least that says why.
  if (std::ranges::none_of(shown, is_letter)) shown.clear();
  return AllowMark{std::move(shown)};
}

/// Nothing but a comment: the mark is for what stands below.
bool is_comment_alone(std::string_view line) noexcept {
  line = trimmed(line);
  return line.starts_with("//") || line.starts_with('#') || line.starts_with("--") || line.starts_with("/*") ||
         line.starts_with("<!--") || line.starts_with(';') || line.starts_with("*") || line.starts_with("{#") ||
         line.starts_with('%') || line.starts_with('\'') || line.starts_with("<%--");
}

}  // namespace

std::optional<AllowMark> allow_mark(std::string_view text, const Span& secret) {
  // Its own line: before it and behind it, never within.
  const auto before = line_before(text, secret.begin);
  if (auto mark = mark_in(before)) return mark;
  if (auto mark = mark_in(line_behind(text, secret.end))) return mark;
  if (text.substr(secret.begin, secret.size()).find('\n') != std::string_view::npos) {
    if (auto mark = mark_in(line_behind(text, secret.begin))) return mark;
  }
  const auto line_begin = secret.begin - before.size();
  if (line_begin == 0) return std::nullopt;
  auto above = line_before(text, line_begin - 1);
  if (above.ends_with('\r')) above.remove_suffix(1);
  return is_comment_alone(above) ? mark_in(above) : std::nullopt;
}

}  // namespace jwtkeep::scan
