// Keys from keys, and keys from passphrases.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::crypto {

/// HKDF-Expand with SHA-256 (RFC 5869 section 2.3): `label` is the info, `key` (32 uniformly random bytes) the
/// pseudorandom key. Different labels give independent keys. `size_bytes` is at most 255 * 32; a key of another length
/// or a larger size ends the program, because neither is ever an input.
base::SecretBytes derive(const base::SecretBytes& key, std::string_view label, std::size_t size_bytes);

inline constexpr std::size_t kSaltBytes = 16;
inline constexpr std::size_t kPassphraseKeyBytes = 32;

/// What one guess at a passphrase costs (Argon2id, RFC 9106, one lane).
struct Argon2Cost {
  std::uint64_t operations = 3;                     ///< passes over the memory, 1 to 64
  std::size_t memory_bytes = std::size_t{1} << 28;  ///< 8 KiB to 4 GiB

  friend bool operator==(const Argon2Cost&, const Argon2Cost&) = default;
};

/// A 32-byte key from a passphrase, Argon2id. The cost may come from a file, so it is checked against the bounds above
/// before any memory is taken. `salt` has 16 bytes. Errors: `bad_value` (cost or salt), `io_failed` (not enough
/// memory).
base::Result<base::SecretBytes> from_passphrase(const base::SecretBytes& passphrase, base::ByteView salt,
                                                Argon2Cost cost);

}  // namespace jwtkeep::crypto
