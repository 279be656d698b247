// Base64 over several lines, in pieces that a program puts together, and with escapes in it.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "jwtkeep/scan/characters.hpp"

namespace jwtkeep::scan {

struct JoinedBase64 {
  Characters text;           ///< the standard alphabet alone, without padding
  std::size_t end = 0;       ///< behind the last character or padding that is part of it
  std::size_t stop = 0;      ///< what ended it: past the line breaks, quotes and blanks behind `end`
  bool at_text_end = false;  ///< nothing stands there: the text itself ends
};

/// Reads from `at` on, at most `limit` characters. Passed over is what programs and formats put between two lines of a
/// key: white space, `\n` and the like however often escaped, `line_prefix` at the start of a line (`# `, `//`, a
/// diff's `+`), quotation marks with anything short between two of them (`" +`, `",`, `); out.append("`).
JoinedBase64 read_joined_base64(std::string_view text, std::size_t at, std::string_view line_prefix, std::size_t limit);

/// The first character of the string literal that is joined to the one whose closing quotation mark stands at `at` (the
/// mark itself, without backslashes before it): by an operator (`+`, `.`, `&`, `..`, `||`, `<>`) or by standing beside
/// it. Nothing where another thing follows.
std::optional<std::size_t> joined_literal(std::string_view text, std::size_t at) noexcept;

}  // namespace jwtkeep::scan
