// Which of the forms of a key a DER text has. Internal to this room and its fuzz target.
#pragma once

#include <cstdint>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::crypto {

enum class DerForm : std::uint8_t {
  spki,             ///< SEQUENCE { SEQUENCE ..., BIT STRING } (RFC 5280 section 4.1)
  pkcs8,            ///< SEQUENCE { INTEGER, SEQUENCE ... } (RFC 5958 section 2); also whatever is none of these
  encrypted_pkcs8,  ///< SEQUENCE { SEQUENCE ..., OCTET STRING } (RFC 5958 section 3)
  pkcs1_public,     ///< SEQUENCE { INTEGER, INTEGER } (RFC 8017 appendix A.1.1)
  pkcs1_private,    ///< SEQUENCE { INTEGER, INTEGER, INTEGER ... } (RFC 8017 appendix A.1.2)
  sec1,             ///< SEQUENCE { INTEGER, OCTET STRING ... } (RFC 5915 section 3)
};

/// Looks at the outermost members' tags alone: whether the key can be read is for its reader to say.
DerForm der_form(base::ByteView der) noexcept;

}  // namespace jwtkeep::crypto
