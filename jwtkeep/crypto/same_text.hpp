// Comparing texts that hold something which must not be guessed piece by piece.
#pragma once

#include <string_view>

namespace jwtkeep::crypto {

/// Whether two texts are the same; constant time in their content, their lengths are not secret. For credentials that
/// are not secret enough for `SecretBytes`, such as a token that was kept.
bool same_text(std::string_view a, std::string_view b) noexcept;

}  // namespace jwtkeep::crypto
