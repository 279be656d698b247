#include "jwtkeep/scan/code/pieces.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "jwtkeep/scan/ascii.hpp"

namespace jwtkeep::scan::code {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;

struct Alias {
  std::string_view name;
  Language language;
};
constexpr auto kAliases = std::to_array<Alias>({{"golang", Language::go},
                                                {"c#", Language::csharp},
                                                {"c++", Language::cpp},
                                                {"node", Language::javascript},
                                                {"nodejs", Language::javascript},
                                                {"jsx", Language::javascript},
                                                {"console", Language::shell},
                                                {"vue", Language::javascript},
                                                {"text", Language::unknown},
                                                {"plaintext", Language::unknown}});

/// What a fence's first word names; `unknown` where it names nothing that is known, or nothing at all.
Language named_by(std::string_view info) {
  while (!info.empty() && (is_blank(info.front()) || info.front() == '{' || info.front() == '.')) info.remove_prefix(1);
  info = info.substr(0, info.find_first_of(" \t\r,}{:"));
  if (info.empty() || info.size() > 16) return Language::unknown;
  for (const auto& alias : kAliases) {
    if (same_letters(alias.name, info)) return alias.language;
  }
  for (int i = 0; i < static_cast<int>(Language::unknown); ++i) {
    const auto language = static_cast<Language>(i);
    if (same_letters(word(language), info)) return language;
  }
  return language_of("a." + std::string(info), {});
}

bool reads(Language language) { return is_code(language) || language == Language::unknown; }

std::string_view line_at(std::string_view text, std::size_t i) { return text.substr(i, text.find('\n', i) - i); }

std::size_t indent_of(std::string_view line) { return std::min(line.find_first_not_of(" \t"), line.size()); }

/// Fences of backticks, tildes and AsciiDoc's dashes; what is indented by four or follows `.. code-block::`.
std::vector<Piece> of_page(std::string_view text) {
  std::vector<Piece> pieces;
  Language announced = Language::unknown;  // by `[source,python]` or `.. code-block:: python`
  std::size_t i = 0;
  const auto next_line = [&](std::size_t at) {
    const auto end = text.find('\n', at);
    return end == kNowhere ? text.size() : end + 1;
  };
  while (i < text.size()) {
    const auto line = line_at(text, i);
    const auto indent = indent_of(line);
    const auto rest = trimmed(line);
    const bool fence = rest.starts_with("```") || rest.starts_with("~~~") || rest == "----";
    if (fence) {
      const auto mark = rest.substr(0, rest == "----" ? 4 : 3);
      const auto info = rest.substr(std::min(rest.find_first_not_of(mark[0]), rest.size()));
      const auto language = mark == "----" ? announced : named_by(info);
      const auto begin = next_line(i);
      auto end = begin;
      while (end < text.size() && !trimmed(line_at(text, end)).starts_with(mark)) end = next_line(end);
      if (reads(language)) pieces.push_back({{begin, end}, language, true});
      i = next_line(end);
      announced = Language::unknown;
      continue;
    }
    if (rest.starts_with("[source,")) announced = named_by(rest.substr(8, rest.find_first_of(",]", 8) - 8));
    if (rest.starts_with(".. code")) announced = named_by(rest.substr(std::min(rest.find("::"), rest.size() - 2) + 2));
    if (indent >= 4 || (indent >= 2 && announced != Language::unknown && !rest.empty())) {
      const auto begin = i;
      auto end = next_line(i);
      while (end < text.size()) {
        const auto one = line_at(text, end);
        if (!trimmed(one).empty() && indent_of(one) < std::min<std::size_t>(indent, 4)) break;
        end = next_line(end);
      }
      if (reads(announced)) pieces.push_back({{begin, end}, announced, true});
      announced = Language::unknown;
      i = end;
      continue;
    }
    i = next_line(i);
  }
  return pieces;
}

/// Behind the `>` of a tag that begins at or behind `from`.
std::size_t behind_tag(std::string_view text, std::size_t from, std::string_view tag) {
  const auto begin = text.find(tag, from);
  if (begin == kNowhere) return kNowhere;
  const auto end = text.find('>', begin);
  return end == kNowhere ? kNowhere : end + 1;
}

std::vector<Piece> of_html(std::string_view text) {
  std::vector<Piece> pieces;
  const auto within = [&](std::string_view open, std::string_view close, Language language) {
    for (auto begin = behind_tag(text, 0, open); begin != kNowhere;) {
      const auto end = std::min(text.find(close, begin), text.size());
      if (end > begin) pieces.push_back({{begin, end}, language, true});
      begin = behind_tag(text, end, open);
    }
  };
  within("<script", "</script", Language::javascript);
  within("<pre", "</pre", Language::unknown);
  if (text.find("<?php") != kNowhere) pieces.push_back({{0, text.size()}, Language::php, false});
  return pieces;
}

}  // namespace

std::vector<Piece> pieces_of(const SourceText& source) {
  if (source.language == Language::markdown) return of_page(source.text);
  if (source.language == Language::html) return of_html(source.text);
  return {{{0, source.text.size()}, source.language, source.is_part}};
}

}  // namespace jwtkeep::scan::code
