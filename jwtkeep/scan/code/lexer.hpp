// Code as tokens.
#pragma once

#include <string_view>

#include "jwtkeep/scan/code/token.hpp"
#include "jwtkeep/scan/language.hpp"

namespace jwtkeep::scan::code {

struct Lexed {
  Tokens code;
  /// What stands in comments and in strings' holes (`${...}`), one after another: a secret that is commented out has
  /// leaked as well.
  Tokens asides;
};

/// Reads any bytes, in time linear in their number. `text` may begin amidst anything; it has less than 4 GiB.
Lexed lex(std::string_view text, Language language, bool is_part);

}  // namespace jwtkeep::scan::code
