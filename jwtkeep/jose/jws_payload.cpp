#include "jwtkeep/jose/jws_payload.hpp"

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::jose {

std::string payload_text(base::ByteView payload, bool unencoded) {
  return unencoded ? std::string(base::as_text(payload)) : base::base64url_encode(payload);
}

bool fits_compact(base::ByteView payload) noexcept {
  return base::is_printable_ascii(payload) && std::ranges::find(payload, '.') == payload.end();
}

}  // namespace jwtkeep::jose
