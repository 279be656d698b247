// AES Key Wrap (RFC 3394): how one key carries another.
#pragma once

#include <cstddef>
#include <optional>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::crypto {

/// How much longer a wrapped key is than the key.
inline constexpr std::size_t kKeyWrapOverheadBytes = 8;

/// Wraps `key` (16 to 4096 bytes, a multiple of 8) under `wrapping_key` (16, 24 or 32 bytes). Other lengths end the
/// program: neither is ever an input.
base::Bytes wrap_key(const base::SecretBytes& wrapping_key, const base::SecretBytes& key);

/// The key, or nothing when `wrapped` was not made under `wrapping_key`, has a bit changed or is of another length than
/// a wrapped key can have. The check is constant time in the content.
std::optional<base::SecretBytes> unwrap_key(const base::SecretBytes& wrapping_key, base::ByteView wrapped);

}  // namespace jwtkeep::crypto
