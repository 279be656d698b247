// Sealing: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03), whose 24-byte nonce may be drawn at random.
#pragma once

#include <cstddef>
#include <optional>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::crypto {

inline constexpr std::size_t kAeadKeyBytes = 32;
/// How much longer a sealed text is than its plaintext: the nonce (24 bytes, in front) and the tag (16, at the end).
inline constexpr std::size_t kAeadOverheadBytes = 24 + 16;

/// Seals `plaintext` under a fresh random nonce. `key` must have 32 bytes; another length ends the program, because it
/// is never an input.
base::Bytes seal(const base::SecretBytes& key, base::ByteView associated_data, const base::SecretBytes& plaintext);

/// The plaintext, or nothing when key, associated data or a single bit differ from what was sealed.
std::optional<base::SecretBytes> open(const base::SecretBytes& key, base::ByteView associated_data,
                                      base::ByteView sealed);

}  // namespace jwtkeep::crypto
