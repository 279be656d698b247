// How each language writes comments, strings and names.
#pragma once

#include <cstdint>
#include <string_view>

#include "jwtkeep/scan/code/token.hpp"
#include "jwtkeep/scan/language.hpp"

namespace jwtkeep::scan::code {

/// What one quotation mark begins.
struct Quote {
  enum class Kind : std::uint8_t { none, character, string };
  Kind kind = Kind::none;
  StringForm form = StringForm::escaped;
  bool lines = false;           ///< may go over lines
  bool triple = false;          ///< written three times it begins a block
  std::string_view holes = {};  ///< what begins code in it: `${`, `#{`, `\(`, `{`, or `$` for a name alone
};

/// Ways to write strings that only one or two languages have.
struct Extras {
  bool python = false;  ///< prefixes r, b, u, f
  bool cpp = false;     ///< L, u8 and R"x(...)x"
  bool csharp = false;  ///< @"", $"", and """ with any number of quotes
  bool rust = false;    ///< b, r, c and r#""#
  bool swift = false;   ///< #""#
  bool dart = false;    ///< r''
  bool scala = false;   ///< s"", raw""
  bool ruby = false;    ///< %q(), <<~X, symbols
  bool perl = false;    ///< q(), <<X
  bool php = false;     ///< <<<X, and text outside of <?php ?>
  bool elixir = false;  ///< sigils
  bool lua = false;     ///< [[ ]]
  bool regex = false;   ///< /x/
  bool shell = false;   ///< $'...'
};

struct Syntax {
  std::string_view line_comments[2] = {};
  std::string_view block_begin = {}, block_end = {};
  Quote single = {}, twice = {}, back = {};
  std::string_view word_marks = {};  ///< what names may have beside letters, digits and `_`
  Extras extras = {};
};

const Syntax& syntax_of(Language language) noexcept;

}  // namespace jwtkeep::scan::code
