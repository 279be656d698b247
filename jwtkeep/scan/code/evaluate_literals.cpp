#include "jwtkeep/scan/code/evaluator.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "jwtkeep/scan/code/effects.hpp"
#include "jwtkeep/scan/code/values.hpp"

namespace jwtkeep::scan::code {
namespace {

constexpr std::size_t kMostPieces = 4096;

bool appends(std::string_view name) {
  return name == "append" || name == "Append" || name == "WriteString" || name == "write" || name == "push_str" ||
         name == "WriteByte" || name == "WriteRune";
}

/// A byte's value as it is written: decimal, hex, negative, with a suffix.
std::optional<unsigned> byte_of(std::string_view digits, bool negative) {
  int base = 10;
  if (digits.starts_with("0x") || digits.starts_with("0X")) {
    digits.remove_prefix(2);
    base = 16;
  }
  while (!digits.empty() && (digits.ends_with("u8") || digits.ends_with("i8"))) digits.remove_suffix(2);
  while (base == 10 && !digits.empty() && (digits.back() == 'u' || digits.back() == 'U')) digits.remove_suffix(1);
  unsigned value = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (result.ec != std::errc{} || result.ptr != digits.data() + digits.size()) return std::nullopt;
  if (negative) return value >= 1 && value <= 128 ? std::optional(256 - value) : std::nullopt;
  return value <= 255 ? std::optional(value) : std::nullopt;
}

}  // namespace

/// String tokens; in some languages those side by side are one.
Values Evaluator::strings(Cursor& c) {
  const bool adjacent =
      unit_.is_any_of({Language::python, Language::cpp, Language::ruby, Language::dart, Language::swift});
  const bool over_lines = c.bracketed || unit_.language() == Language::cpp || unit_.language() == Language::dart;
  Values values;
  Literal whole;
  bool first = true;
  std::size_t pieces = 0;
  while (c.i < c.end && unit_.is_string(c.i) && step()) {
    const auto& token = unit_.at(c.i);
    if (!first && (!adjacent || (token.first_of_line && !over_lines && !unit_.is_op(c.i - 1, "\\")))) break;
    if (token.has_hole) values.open = true;
    auto piece = literal_of(unit_.text(), token);
    if (first) {
      whole = std::move(piece);
    } else {
      whole.value.append(piece.value.view());
      whole.span.end = piece.span.end;
      whole.encoded = true;
    }
    first = false;
    ++c.i;
    if (++pieces > kMostPieces) break;
    if (unit_.is_op(c.i, "\\") && unit_.is_string(c.i + 1)) ++c.i;
  }
  if (!values.open) values.literals.push_back(std::move(whole));
  return values;
}

Values Evaluator::bytes_between(std::uint32_t begin, std::uint32_t end) {
  Literal literal;
  std::size_t count = 0;
  bool negative = false;
  for (auto i = begin; i < end; ++i) {
    if (!step()) return unknown();
    const auto& token = unit_.at(i);
    if (token.kind == TokenKind::number || (token.kind == TokenKind::string && token.form == StringForm::escaped)) {
      std::optional<unsigned> byte;
      if (token.kind == TokenKind::number) {
        byte = byte_of(token.text(unit_.text()), negative);
      } else {
        const auto character = literal_of(unit_.text(), token);
        if (character.value.size() == 1) byte = static_cast<std::uint8_t>(character.value.view()[0]);
      }
      if (!byte) return unknown();
      if (count == 0) literal.span.begin = token.begin;
      literal.span.end = token.end;
      literal.value.push_back(static_cast<char>(*byte));
      ++count;
      negative = false;
    } else if (unit_.is_op(i, "-")) {
      negative = true;
    } else if (token.kind != TokenKind::open && token.kind != TokenKind::close && !unit_.is_op(i, ",") &&
               !unit_.is_word(i, "byte")) {  // (byte) 0x9f
      return unknown();
    }
  }
  if (count < kLeastBytes) return unknown();
  literal.encoded = true;
  literal.quoted = true;
  Values values;
  values.literals.push_back(std::move(literal));
  return values;
}

/// `[a, b]`: bytes, or one of its values.
Values Evaluator::list(std::uint32_t open, std::uint32_t end) {
  const auto first = open + 1;
  const auto close = unit_.partner(open, end);
  const bool number = unit_.at(first).kind == TokenKind::number || unit_.is_op(first, "-") ||
                      (unit_.is_string(first) && unit_.at(first).form == StringForm::escaped &&
                       unit_.at(first).end - unit_.at(first).begin <= 8 && close - first >= 2 * kLeastBytes &&
                       unit_.text()[unit_.at(first).begin] == '\'') ||
                      (unit_.is_open(first, '(') && unit_.is_word(first + 1, "byte"));
  if (number) return bytes_between(first, close);
  Values values;
  const auto entries = arguments(open, end);
  if (entries.size() > kMostValues) return unknown();
  for (const auto& entry : entries) {
    const bool is_default = entry.keyword != kNone && is_default_keyword(unit_.name_of(entry.keyword));
    if (entry.keyword != kNone && !is_default) continue;
    Cursor inner{entry.value, entry.end, true};
    values.add(choice(inner), is_default);
  }
  if (values.literals.empty()) values.open = true;
  return values;
}

/// `{...}`: a list in some languages, a setting with its default in others, or a block's value.
Values Evaluator::object(std::uint32_t open, std::uint32_t end) {
  const auto first = open + 1;
  const auto close = unit_.partner(open, end);
  if (unit_.at(first).kind == TokenKind::number || unit_.is_op(first, "-") ||
      ((unit_.is_string(first) || unit_.is_open(first, '(')) &&
       unit_.is_any_of({Language::cpp, Language::java, Language::csharp, Language::go, Language::lua}))) {
    return list(open, end);
  }
  const bool members = (unit_.is_word(first) || unit_.is_string(first)) &&
                       (unit_.is_op(first + 1, ":") || unit_.is_op(first + 1, "=>") ||
                        (unit_.is_op(first + 1, "=") && unit_.language() == Language::lua));
  if (!members) {
    if (unit_.is_any_of({Language::kotlin, Language::rust, Language::scala, Language::swift, Language::ruby})) {
      return block(open, close);
    }
    return unknown();
  }
  auto values = unknown();
  for (const auto& entry : arguments(open, end)) {
    if (entry.keyword == kNone) continue;
    if (is_default_keyword(unit_.name_of(entry.keyword))) values.add(argument(entry), true);
  }
  return values;
}

/// A list's entries, one behind the other.
Values Evaluator::joined(std::uint32_t open, std::uint32_t end, std::string_view separator) {
  const auto close = unit_.partner(open, std::min(end, unit_.size()));
  Values whole;
  bool first = true;
  // %w[a b]
  for (auto i = open + 1; i < close;) {
    if (!step()) return unknown();
    if (unit_.is_op(i, ",")) {
      ++i;
      continue;
    }
    Cursor inner{i, close, true};
    auto piece = choice(inner);
    if (piece.literals.size() != 1 || piece.open || inner.i <= i) return unknown();
    whole = first ? std::move(piece) : concatenated(whole, piece, separator);
    first = false;
    i = inner.i;
  }
  decode_all(whole, Decoder::none);
  if (!whole.known()) whole.open = true;
  return whole;
}

/// Everything that is put behind a name's first value: `b.WriteString("x")`, `s += "x"`.
Values Evaluator::appended(std::uint32_t name) {
  Values whole;
  const auto hash = unit_.at(name).value;
  if (budget_.steps < unit_.size()) return unknown();
  budget_.steps -= unit_.size();
  for (std::uint32_t i = 0; i + 1 < unit_.size(); ++i) {
    if (!unit_.is_word(i) || unit_.at(i).value != hash) continue;
    Values piece;
    if (unit_.is_op(i + 1, "+=") || unit_.is_op(i + 1, ".=")) {
      piece = value(i + 2, unit_.size());
    } else if (unit_.is_op(i + 1, ".") && unit_.is_word(i + 2) && unit_.is_open(i + 3, '(')) {
      auto at = i + 2;
      while (unit_.is_word(at) && unit_.is_open(at + 1, '(') && appends(unit_.text_of(at))) {
        const auto close = unit_.partner(at + 1, unit_.size());
        const auto one = value(at + 2, close);
        if (!one.known()) return unknown();
        whole = whole.known() ? concatenated(whole, one) : one;
        if (!unit_.is_op(close + 1, ".")) break;
        at = close + 2;
      }
      continue;
    } else {
      continue;
    }
    if (!piece.known()) return unknown();
    whole = whole.known() ? concatenated(whole, piece) : std::move(piece);
  }
  if (!whole.known()) whole.open = true;
  decode_all(whole, Decoder::none);
  return whole;
}

}  // namespace jwtkeep::scan::code
