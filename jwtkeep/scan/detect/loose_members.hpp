// Names and values of something like a JSON object: JSON, with and without escapes, and literals of many languages.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "jwtkeep/scan/characters.hpp"
#include "jwtkeep/scan/span.hpp"

namespace jwtkeep::scan {

struct LooseMember {
  std::string_view name;
  Characters value;  ///< of a string or a word, pieces joined, white space and line breaks within it left out
  Span span;         ///< of the value
};

/// Gives the members that stand directly in an object: `"a": "b"`, `'a' => 'b'`, `a: b`, `\"a\":\"b\"`, `a = b`; with
/// `commas`, `"a", "b"` too. What is in brackets within it is passed over.
class LooseMembers {
 public:
  LooseMembers(std::string_view text, Span within, bool commas) noexcept
      : text_(text.substr(0, within.end)), at_(within.begin), commas_(commas) {}

  std::optional<LooseMember> next();

 private:
  struct Word {
    std::string_view text;  // between the quotation marks
    Span span;
    bool quoted = false;
  };

  std::optional<Word> word();
  void skip_blanks();
  bool separator();
  std::optional<Word> quoted_word(std::size_t begin, std::string_view mark);
  void join(LooseMember& member);

  std::string_view text_;
  std::size_t at_;
  bool commas_;
};

}  // namespace jwtkeep::scan
