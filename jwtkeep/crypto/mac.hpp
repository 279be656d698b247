// HMAC (RFC 2104) over SHA-2.
#pragma once

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/crypto/hash.hpp"

namespace jwtkeep::crypto {

/// The full-length tag. Any key length is taken here; that a key is long enough is checked where a JOSE key is made.
base::Bytes hmac(Hash hash, const base::SecretBytes& key, base::ByteView message);

/// Whether `tag` is the full-length tag of `message`; constant time in the tag's content. Cut tags never hold.
bool verify_hmac(Hash hash, const base::SecretBytes& key, base::ByteView message, base::ByteView tag);

}  // namespace jwtkeep::crypto
