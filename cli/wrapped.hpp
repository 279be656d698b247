// Sentences for a terminal of some width.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace jwtkeep::cli {

/// `text` in lines of at most `width` columns, broken at spaces; the first begins with `indent` spaces, the others with
/// two more. A word that is longer than a line stands alone. Colour codes do not count. Ends in a newline.
std::string wrapped(std::string_view text, int width, std::size_t indent = 2);

}  // namespace jwtkeep::cli
