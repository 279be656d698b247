// Keys from passwords by PBKDF2 with HMAC-SHA-2 (RFC 8018 section 5.2), because RFC 7518 section 4.8 knows nothing
// better. Where the choice is ours, `from_passphrase` is.
#pragma once

#include <cstddef>
#include <cstdint>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/crypto/hash.hpp"

namespace jwtkeep::crypto {

/// `size_bytes` (at most 1024) of key. `count`, the number of iterations, is at least 1 and takes its time: whoever
/// reads one from a stranger bounds it first. A count of 0 or a larger size ends the program.
base::SecretBytes pbkdf2(Hash hash, const base::SecretBytes& password, base::ByteView salt, std::uint32_t count,
                         std::size_t size_bytes);

}  // namespace jwtkeep::crypto
