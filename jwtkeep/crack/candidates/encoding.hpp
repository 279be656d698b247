// What a word may stand for: its characters, or the bytes that they encode.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"

namespace jwtkeep::crack {

enum class Encoding : std::uint8_t { raw, base64, hex };

std::string_view name(Encoding encoding) noexcept;

/// Reads `raw,base64,hex` in any order, each once. Errors: `bad_value`.
base::Result<std::vector<Encoding>> parse_encodings(std::string_view text);

/// The bytes that `word` encodes; nothing where it is not that encoding, or empty. base64 is read as libraries do that
/// take a secret so: both alphabets, padding or none, whatever the unused bits. The view is of `word` or of `into`.
std::optional<base::ByteView> decode_word(Encoding encoding, base::ByteView word, base::Bytes& into);

}  // namespace jwtkeep::crack
