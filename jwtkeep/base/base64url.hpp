// Base64url into and out of memory that the caller has: for tokens, thousands a millisecond. Not for secrets, whose
// bytes would choose addresses in a table: those take `base64url_encode_secret` (encoding.hpp).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::base {

/// The length of the text of so many bytes.
constexpr std::size_t base64url_text_size(std::size_t size_bytes) noexcept {
  return size_bytes / 3 * 4 + (size_bytes % 3 == 0 ? 0 : size_bytes % 3 + 1);
}

/// How many bytes a text of this length has, if it is base64url at all. No byte string has a text whose length leaves 1
/// when divided by 4.
constexpr std::size_t base64url_bytes_size(std::size_t text_size) noexcept {
  return text_size / 4 * 3 + text_size % 4 * 3 / 4;
}

/// Writes the unpadded text of `bytes`, which takes `base64url_text_size(bytes.size())` characters at `target`.
void base64url_encode_to(ByteView bytes, char* target) noexcept;

/// Writes `base64url_bytes_size(text.size())` bytes to the front of `target`, which must be as long, and is true if
/// `text` is strict: exactly what `base64url_decode` takes (no padding, no foreign character, unused trailing bits
/// zero). Otherwise what `target` holds means nothing.
bool base64url_decode_to(std::string_view text, MutableByteView target) noexcept;

}  // namespace jwtkeep::base
