// The compact form's three parts (RFC 7515 section 7.1). Internal to this room.
#pragma once

#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"

namespace jwtkeep::jose {

struct CompactParts {
  std::string_view header, payload, signature;
};

/// Errors: `malformed` unless there are exactly three parts; of five, the hint says that the token is encrypted.
base::Result<CompactParts> split_compact(std::string_view compact);

/// The bytes of a part of a signed token, of any form. Errors: `malformed`, naming `which`.
base::Result<base::Bytes> decode_part(std::string_view part, std::string_view which);

}  // namespace jwtkeep::jose
