#include "jwtkeep/scan/mask.hpp"

#include <algorithm>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/scan/ascii.hpp"

namespace jwtkeep::scan {
namespace {

constexpr std::size_t kBefore = 100;  // bytes of the line that are shown before the secret, and behind it
constexpr std::size_t kBehind = 80;
constexpr std::size_t kRevealed = 400;

/// As it is to be shown: what is no character becomes U+FFFD, and a tab a space.
void append_shown(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c < 0x7f) {
      out += text[i++];
      continue;
    }
    if (c < 0x80) {
      out += c == '\t' ? " " : "\xef\xbf\xbd";
      ++i;
      continue;
    }
    const std::size_t size = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
    const auto piece = text.substr(i, size);
    // C1 controls are UTF-8, too; terminals obey them.
    const bool shown = piece.size() == size && base::is_utf8(base::as_bytes(piece)) &&
                       !(c == 0xc2 && static_cast<unsigned char>(piece[1]) < 0xa0);
    if (shown) {
      out += piece;
      i += size;
    } else {
      out += "\xef\xbf\xbd";
      ++i;
    }
  }
}

Span line_of(std::string_view text, std::size_t at) noexcept {
  const auto begin = text.substr(0, at).find_last_of("\r\n");
  const auto end = text.find_first_of("\r\n", at);
  return {begin == std::string_view::npos ? 0 : begin + 1, end == std::string_view::npos ? text.size() : end};
}

/// What is not to be shown of the window: the secrets' own places, and where their characters stand again.
std::vector<Span> hidden_places(std::string_view text, const Span& window, std::span<const Span> secrets) {
  std::vector<Span> places;
  const auto shown = window.of(text);
  for (const auto& secret : secrets) {
    if (secret.meets(window))
      places.push_back({std::max(secret.begin, window.begin), std::min(secret.end, window.end)});
    const auto value = secret.of(text);
    if (value.size() < 4 || value.size() > shown.size()) continue;
    for (auto at = shown.find(value); at != std::string_view::npos; at = shown.find(value, at + value.size())) {
      places.push_back({window.begin + at, window.begin + at + value.size()});
    }
  }
  std::ranges::sort(places);
  std::vector<Span> joined;
  for (const auto& place : places) {
    if (!joined.empty() && place.begin < joined.back().end) {
      joined.back().end = std::max(joined.back().end, place.end);
    } else {
      joined.push_back(place);
    }
  }
  return joined;
}

}  // namespace

std::string masked(std::string_view secret) {
  constexpr std::string_view kStars = "********";
  const std::size_t shown = secret.size() >= 16 ? 2 : secret.size() >= 8 ? 1 : 0;
  const auto printable = [](std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
  };
  const auto first = secret.substr(0, shown);
  const auto last = secret.substr(secret.size() - shown);
  if (!printable(first) || !printable(last)) return std::string(kStars);
  return std::string(first) + std::string(kStars) + std::string(last);
}

MaskedLine masked_line(std::string_view text, const Span& one, std::span<const Span> secrets, bool reveal) {
  // A line may have 50 MB: it is not searched for its ends.
  const std::size_t from = one.begin - std::min(one.begin, kBefore);
  const auto near = text.substr(0, std::min(text.size(), one.end + kBehind)).substr(from);
  const auto line = line_of(near, one.begin - from);
  const std::size_t line_stop = std::min(from + line.end, text.size());
  const Span window{from + line.begin, std::max(line_stop, std::min(one.end, line_stop))};
  const bool cut_before = window.begin > 0 && text[window.begin - 1] != '\n' && text[window.begin - 1] != '\r';
  const bool cut_behind = window.end < text.size() && text[window.end] != '\n' && text[window.end] != '\r';
  MaskedLine out;
  if (cut_before) out.text = "...";
  std::size_t at = window.begin;
  if (!cut_before) {
    while (at < one.begin && is_blank(text[at])) ++at;
  }
  const auto places =
      reveal ? std::vector<Span>{{one.begin, std::min(one.end, window.end)}} : hidden_places(text, window, secrets);
  for (const auto& place : places) {
    if (place.begin > at) append_shown(out.text, text.substr(at, place.begin - at));
    const bool asked = place.begin <= one.begin && one.begin < place.end;
    if (asked) out.mask_begin = out.text.size();
    const bool whole = place.end - place.begin <= window.size();
    if (reveal) {
      append_shown(out.text, place.of(text).substr(0, kRevealed));
    } else {
      // Of a secret that goes on in other lines the beginning stands here alone.
      const bool single = std::ranges::find(secrets, place) != secrets.end();
      out.text += single || !whole ? masked(place.of(text)) : masked("");
    }
    if (asked) out.mask_end = out.text.size();
    at = std::max(at, place.end);
  }
  if (at < window.end) append_shown(out.text, text.substr(at, window.end - at));
  if (cut_behind) out.text += "...";
  return out;
}

}  // namespace jwtkeep::scan
