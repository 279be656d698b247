// A JSON string for who writes a document as text.
#pragma once

#include <string>
#include <string_view>

namespace jwtkeep::base {

/// `quote_json` (json.hpp) at the end of `out`.
void append_quoted_json(std::string_view text, std::string& out);

}  // namespace jwtkeep::base
