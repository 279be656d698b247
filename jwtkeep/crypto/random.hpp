// Bytes that nobody can predict.
#pragma once

#include <cstddef>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::crypto {

// All three draw from the operating system's CSPRNG. If that fails, the program ends: weak bytes are never given.

/// Overwrites `target` with random bytes.
void fill_random(base::MutableByteView target) noexcept;

/// `size_bytes` random bytes in guarded memory.
base::SecretBytes random_secret(std::size_t size_bytes);

/// `size_bytes` random bytes that are not secret (salts, identifiers).
base::Bytes random_bytes(std::size_t size_bytes);

}  // namespace jwtkeep::crypto
