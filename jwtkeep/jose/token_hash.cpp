#include "jwtkeep/jose/token_hash.hpp"

#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::jose {

std::string left_half_hash(crypto::Hash hash, std::string_view text) {
  const auto digest = crypto::digest(hash, base::as_bytes(text));
  return base::base64url_encode(base::ByteView(digest).first(digest.size() / 2));
}

}  // namespace jwtkeep::jose
