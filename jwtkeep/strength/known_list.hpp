// Every published secret that jwtkeep knows, as one text.
#pragma once

#include <string>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::strength {

/// One published secret a line, each line ended by a line feed; no two are the same, and none holds a line feed. First
/// the defaults and samples of products, then a public list of secrets found in tokens (data/README.md). The first line
/// is empty, for some products have signed with nothing. The bytes lie in the program's read-only pages: nothing is
/// read or copied before they are looked at.
std::string_view known_list() noexcept;

/// Whether it stands in that list, in the same case. Takes less than a microsecond.
bool is_published(base::ByteView text);

/// Whose default or sample it is; empty where nobody's in particular, or where it does not stand there.
std::string published_product(const base::SecretBytes& secret);

}  // namespace jwtkeep::strength
