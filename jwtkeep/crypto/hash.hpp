// SHA-2 digests (FIPS 180-4), and SHAKE256 (FIPS 202).
#pragma once

#include <cstddef>
#include <cstdint>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::crypto {

enum class Hash : std::uint8_t { sha256, sha384, sha512 };

/// The digest's length in bytes: 32, 48 or 64.
std::size_t size_bytes(Hash hash) noexcept;

/// The digest of `message`.
base::Bytes digest(Hash hash, base::ByteView message);

/// The first `size` bytes, at least one, of what SHAKE256 makes of `message`.
base::Bytes shake256(base::ByteView message, std::size_t size);

}  // namespace jwtkeep::crypto
