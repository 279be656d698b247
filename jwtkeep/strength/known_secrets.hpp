// Secrets that stand in public, and whether a text or key is one of them. Internal to this room.
#pragma once

#include <span>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::strength {

std::span<const std::string_view> known_texts() noexcept;           ///< as published
std::span<const std::string_view> known_digests() noexcept;         ///< lowercase hex of their MD5 and SHA-256
std::span<const std::string_view> known_keys_base64url() noexcept;  ///< example keys of RFCs

/// Whether `text` is a known text or digest, in any case, backwards, repeated to length, or with digits and
/// punctuation after it.
bool is_known_text(base::ByteView text);

/// Whether `bytes` are a known key.
bool is_known_key(base::ByteView bytes);

}  // namespace jwtkeep::strength
