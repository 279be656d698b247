// The values of a JSON text that stands where a secret should. Internal to this room.
#pragma once

#include <cstddef>
#include <vector>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::strength {

/// Where a string's characters, or a number's, stand in the text.
struct JsonValue {
  std::size_t offset;
  std::size_t length;
};

/// The strings and numbers in `text`, without the names of members, where it is an object or an array of a few of them.
/// Nothing where it is not, or where a string has escapes: those are read as the text they stand in. The text is not
/// parsed as a whole, because every copy of it would have to be guarded.
std::vector<JsonValue> json_values(base::ByteView text);

}  // namespace jwtkeep::strength
