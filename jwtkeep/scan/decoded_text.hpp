// A blob's bytes as the text that stands in them.
#pragma once

#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/scan/characters.hpp"

namespace jwtkeep::scan {

/// Whether it is no text: a NUL byte among the first 8,000, as git has it, and no UTF-16.
bool is_binary(base::ByteView bytes) noexcept;

/// The bytes as they stand, a byte order mark left out; of UTF-16 its UTF-8, in `buffer`. What is not well-formed
/// becomes U+FFFD there, and stays what it is in anything else.
std::string_view text_of(base::ByteView bytes, Characters& buffer);

}  // namespace jwtkeep::scan
