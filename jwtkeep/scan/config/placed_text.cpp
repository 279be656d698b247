#include "jwtkeep/scan/config/placed_text.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "jwtkeep/scan/ascii.hpp"

namespace jwtkeep::scan {
namespace {

/// The number that exactly these hex digits write.
std::optional<std::uint32_t> hex_code(std::string_view digits) noexcept {
  if (digits.empty() || digits.size() > 8) return std::nullopt;
  std::uint32_t code = 0;
  for (const char c : digits) {
    const char lower = to_lower(c);
    if (!is_digit(c) && (lower < 'a' || lower > 'f')) return std::nullopt;
    code = code << 4 | static_cast<std::uint32_t>(is_digit(c) ? c - '0' : lower - 'a' + 10);
  }
  return code;
}

struct Entity {
  std::string_view name;
  char character;
};
constexpr auto kEntities =
    std::to_array<Entity>({{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}, {"nbsp", ' '}});

std::optional<std::uint32_t> entity_code(std::string_view name) noexcept {
  for (const auto& entity : kEntities) {
    if (name == entity.name) return static_cast<std::uint32_t>(entity.character);
  }
  if (name.starts_with("#x") || name.starts_with("#X")) return hex_code(name.substr(2));
  if (!name.starts_with('#') || name.size() < 2 || name.size() > 8) return std::nullopt;
  std::uint32_t code = 0;
  for (const char c : name.substr(1)) {
    if (!is_digit(c)) return std::nullopt;
    code = code * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return code;
}

}  // namespace

PlacedText::PlacedText(std::string_view text, Span span, Escapes escapes) { append(text, span, escapes); }

void PlacedText::append(std::string_view text, Span span, Escapes escapes) {
  span.end = std::min(span.end, text.size());
  span.begin = std::min(span.begin, span.end);
  switch (escapes) {
    case Escapes::none:
      if (!span.empty()) pieces_.push_back({characters_.size(), span.begin});
      characters_.append(span.of(text));
      break;
    case Escapes::backslash: read_backslashed(text, span); break;
    case Escapes::doubled_single: read_doubled(text, span); break;
    case Escapes::shell: read_shell(text, span); break;
    case Escapes::xml: read_entities(text, span); break;
    case Escapes::block: read_block(text, span); break;
  }
  end_ = span.end;
}

Span PlacedText::place(Span inner) const noexcept {
  const auto outer = [&](std::size_t at) {
    const auto behind = std::ranges::upper_bound(pieces_, at, {}, &Piece::inner);
    if (behind == pieces_.begin()) return pieces_.empty() ? end_ : pieces_.front().outer;
    const auto& piece = *(behind - 1);
    return std::min(piece.outer + (at - piece.inner), end_);
  };
  if (inner.empty()) return {outer(inner.begin), outer(inner.begin)};
  // Behind the last character, not at the next one: an escape may stand between.
  return {outer(inner.begin), std::min(outer(inner.end - 1) + 1, end_)};
}

std::size_t PlacedText::inner(std::size_t at) const noexcept {
  const auto behind = std::ranges::upper_bound(pieces_, at, {}, &Piece::outer);
  if (behind == pieces_.begin()) return 0;
  const auto& piece = *(behind - 1);
  const auto next = behind == pieces_.end() ? characters_.size() : behind->inner;
  return std::min(piece.inner + (at - piece.outer), next);
}

void PlacedText::put(char c, std::size_t at) {
  if (pieces_.empty() || pieces_.back().outer + (characters_.size() - pieces_.back().inner) != at) {
    pieces_.push_back({characters_.size(), at});
  }
  characters_.push_back(c);
}

/// As UTF-8.
void PlacedText::put_code(std::uint32_t code, std::size_t at) {
  pieces_.push_back({characters_.size(), at});
  const auto byte = [&](std::uint32_t value) { characters_.push_back(static_cast<char>(value)); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xc0 | code >> 6);
    byte(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    byte(0xe0 | code >> 12);
    byte(0x80 | (code >> 6 & 0x3f));
    byte(0x80 | (code & 0x3f));
  } else {
    byte(0xf0 | (code >> 18 & 0x07));
    byte(0x80 | (code >> 12 & 0x3f));
    byte(0x80 | (code >> 6 & 0x3f));
    byte(0x80 | (code & 0x3f));
  }
}

void PlacedText::read_backslashed(std::string_view text, Span span) {
  for (std::size_t at = span.begin; at < span.end; ++at) {
    if (text[at] != '\\' || at + 1 == span.end) {
      put(text[at], at);
      continue;
    }
    const auto begin = at++;
    const char c = text[at];
    if (c == 'n') {
      put_code('\n', begin);
    } else if (c == 't') {
      put_code('\t', begin);
    } else if (c == 'r') {
      put_code('\r', begin);
    } else if (c == 'u' || c == 'x' || c == 'U') {
      const std::size_t digits = c == 'u' ? 4 : c == 'x' ? 2 : 8;
      const auto code = span.end - at > digits ? hex_code(text.substr(at + 1, digits)) : std::nullopt;
      if (!code) {
        put(c, at);
        continue;
      }
      put_code(*code, begin);
      at += digits;
    } else if (c == '\n' || c == '\r') {
      // The line goes on at the next one's first character.
      while (at + 1 < span.end && is_blank(text[at + 1])) ++at;
    } else {
      put(c, at);
    }
  }
}

void PlacedText::read_doubled(std::string_view text, Span span) {
  for (std::size_t at = span.begin; at < span.end; ++at) {
    if (text[at] == '\'' && at + 1 < span.end && text[at + 1] == '\'') ++at;
    put(text[at], at);
  }
}

void PlacedText::read_shell(std::string_view text, Span span) {
  for (std::size_t at = span.begin; at < span.end; ++at) {
    if (text[at] == '\\' && at + 1 < span.end && std::string_view("\"\\$`\n").contains(text[at + 1])) {
      ++at;
      if (text[at] == '\n') continue;
    }
    put(text[at], at);
  }
}

void PlacedText::read_entities(std::string_view text, Span span) {
  constexpr std::size_t kLongestName = 10;
  for (std::size_t at = span.begin; at < span.end; ++at) {
    if (text[at] == '&') {
      const auto rest = text.substr(at + 1, std::min(kLongestName, span.end - at - 1));
      const auto end = rest.find(';');
      if (end != std::string_view::npos) {
        if (const auto code = entity_code(rest.substr(0, end))) {
          put_code(*code, at);
          at += end + 1;
          continue;
        }
      }
    }
    put(text[at], at);
  }
}

void PlacedText::read_block(std::string_view text, Span span) {
  const auto first = text.substr(0, span.end).find_first_not_of(" \r\n", span.begin);
  if (first == std::string_view::npos) return;
  const auto line = text.rfind('\n', first);
  const auto indent = first - std::max(span.begin, line == std::string_view::npos ? 0 : line + 1);
  for (std::size_t at = span.begin; at < span.end;) {
    const auto end = std::min(text.find('\n', at), span.end);
    std::size_t from = at;
    while (from < end && from - at < indent && text[from] == ' ') ++from;
    for (; from < end; ++from) put(text[from], from);
    if (end < span.end) put('\n', end);
    at = end + 1;
  }
}

}  // namespace jwtkeep::scan
