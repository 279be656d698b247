// Every published secret that jwtkeep knows, as one text.
#pragma once

#include <string_view>

namespace jwtkeep::strength {

/// One published secret a line, each line ended by a line feed; no two are the same, and none holds a line feed. First
/// the defaults and samples of products, then a public list of secrets found in tokens (data/README.md). The first line
/// is empty, for some products have signed with nothing. The bytes lie in the program's read-only pages: nothing is
/// read or copied before they are looked at.
std::string_view known_list() noexcept;

}  // namespace jwtkeep::strength
