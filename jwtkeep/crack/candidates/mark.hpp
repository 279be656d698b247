// Shows where in a mask or a rule something is wrong.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace jwtkeep::crack {

/// Two lines below a sentence: `text` around `position` (in bytes, from 0), and a caret under that place. Begins with a
/// newline. Bytes that are no UTF-8 or steer a terminal are shown as `?`.
std::string mark(std::string_view text, std::size_t position);

}  // namespace jwtkeep::crack
