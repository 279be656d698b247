// How a payload is signed and how it stands in a token: as base64url, or as it is (RFC 7797). Internal to this room.
#pragma once

#include <string>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"

namespace jwtkeep::jose {

/// What follows the dot in the signing input (RFC 7515 section 5.1, RFC 7797 section 3).
std::string payload_text(base::ByteView payload, bool unencoded);

/// Whether an unencoded payload may stand in the compact form: printable ASCII without a dot (RFC 7797 section 5.2).
bool fits_compact(base::ByteView payload) noexcept;

/// Whether an unencoded payload may stand in the JSON form: a JSON string holds UTF-8 alone (RFC 7797 section 5.3).
inline bool fits_json(base::ByteView payload) noexcept { return base::is_utf8(payload); }

}  // namespace jwtkeep::jose
