// The code in a text: all of it, or the blocks of a page that hold some.
#pragma once

#include <vector>

#include "jwtkeep/scan/language.hpp"
#include "jwtkeep/scan/source_text.hpp"
#include "jwtkeep/scan/span.hpp"

namespace jwtkeep::scan::code {

struct Piece {
  Span span;
  Language language = Language::unknown;
  bool is_part = false;
};

/// Markdown's fenced and indented blocks, HTML's scripts; of everything else all.
std::vector<Piece> pieces_of(const SourceText& source);

}  // namespace jwtkeep::scan::code
