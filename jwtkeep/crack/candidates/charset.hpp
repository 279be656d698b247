// The character sets of hashcat's masks.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/result.hpp"

namespace jwtkeep::crack {

/// A set of bytes in the order in which they are tried, each once.
using Charset = std::string;

/// `?1` to `?4`.
inline constexpr std::size_t kCustomCharsets = 4;
using CustomCharsets = std::array<std::optional<Charset>, kCustomCharsets>;

/// What `?c` stands for: l, u, d, h, H, s, a or b. Nothing for another letter.
std::optional<Charset> class_charset(char c);

/// Reads the definition of a custom charset: single characters and `?` classes, `??` for a question mark, and the
/// custom sets before it. Errors: `bad_value`, with the place marked.
base::Result<Charset> parse_charset(std::string_view text, const CustomCharsets& known);

/// Reads `?1` to `?4` in their order; an empty definition leaves that set out. Errors: those of `parse_charset`.
base::Result<CustomCharsets> parse_custom_charsets(const std::array<std::string, kCustomCharsets>& definitions);

}  // namespace jwtkeep::crack
