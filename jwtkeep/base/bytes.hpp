// Views on raw memory, and the few conversions that everything above needs.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jwtkeep::base {

using Bytes = std::vector<std::uint8_t>;          ///< owned bytes that are not secret
using ByteView = std::span<const std::uint8_t>;   ///< borrowed bytes
using MutableByteView = std::span<std::uint8_t>;  ///< borrowed bytes to write into

/// The characters of `text` as bytes; nothing is copied.
inline ByteView as_bytes(std::string_view text) noexcept {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// The bytes as characters; nothing is copied and no encoding is checked.
inline std::string_view as_text(ByteView bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Compares two public byte strings. For secrets, compare `SecretBytes` with `==`: that is constant time.
inline bool same_bytes(ByteView a, ByteView b) noexcept { return as_text(a) == as_text(b); }

/// Whether `bytes` are well-formed UTF-8 (RFC 3629).
bool is_utf8(ByteView bytes) noexcept;

/// Whether every byte is printable ASCII (0x20 to 0x7e).
bool is_printable_ascii(ByteView bytes) noexcept;

/// Overwrites what earlier calls have left on the stack below the caller: ciphers and hashes spill what they work on.
void wipe_stack() noexcept;

/// Overwrites memory in a way the compiler may not leave out.
void wipe(MutableByteView bytes) noexcept;

}  // namespace jwtkeep::base
