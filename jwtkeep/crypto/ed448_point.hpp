// Which octets are an Ed448 public key. Internal to this room.
#pragma once

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::crypto {

/// Whether the 57 octets are the canonical encoding of a point of the curve (RFC 8032 section 5.2.3) that is not of
/// small order. OpenSSL 3.0 looks at neither when it takes a key; under a point of small order one signature fits many
/// messages.
bool is_ed448_key(base::ByteView octets);

}  // namespace jwtkeep::crypto
