// What a text encodes, if anything. Internal to this room.
#pragma once

#include <optional>

#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/strength/judge.hpp"

namespace jwtkeep::strength {

struct Decoded {
  Encoding encoding;
  base::SecretBytes bytes;
  std::size_t prefix;  ///< characters before the digits, e.g. 2 for `0x`
};

/// Reads `text` as hex or base64 (either alphabet, padded or not, wrapped into lines or not). Nothing where it is
/// neither, is shorter than 16 characters, or is decimal digits that encode no text: those
/// are numbers people type.
/// Whether a word that happens to be base64 was meant as such is the caller's question.
std::optional<Decoded> decode(base::ByteView text);

}  // namespace jwtkeep::strength
