// PKCS#8's second version (RFC 5958 section 2), which OpenSSL 3.0 does not read. Internal to this room.
#pragma once

#include <optional>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::crypto {

/// A OneAsymmetricKey of version 2, as Java and Rust programs write it for Ed25519, taken apart.
struct OneAsymmetricKey {
  base::SecretBytes version_1;  ///< the same key as a PrivateKeyInfo of version 1, without its public part
  base::Bytes public_key;       ///< the bits of the public part, whole bytes
};

/// Nothing when `der` is anything else.
std::optional<OneAsymmetricKey> split_version_2(base::ByteView der);

}  // namespace jwtkeep::crypto
