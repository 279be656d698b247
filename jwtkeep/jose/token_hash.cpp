#include "jwtkeep/jose/token_hash.hpp"

#include <cstdlib>

#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::jose {
namespace {

base::Bytes digest_of(TokenHash hash, base::ByteView text) {
  constexpr std::size_t kEd448Bytes = 114;
  switch (hash) {
    case TokenHash::sha256: return crypto::digest(crypto::Hash::sha256, text);
    case TokenHash::sha384: return crypto::digest(crypto::Hash::sha384, text);
    case TokenHash::sha512: return crypto::digest(crypto::Hash::sha512, text);
    case TokenHash::shake256: return crypto::shake256(text, kEd448Bytes);
  }
  std::abort();
}

}  // namespace

TokenHash token_hash_for(Alg alg, std::optional<crypto::KeyKind> kind) noexcept {
  if (kind == crypto::KeyKind::ed448) return TokenHash::shake256;
  switch (info(alg).hash) {
    case crypto::Hash::sha256: return TokenHash::sha256;
    case crypto::Hash::sha384: return TokenHash::sha384;
    case crypto::Hash::sha512: return TokenHash::sha512;
  }
  std::abort();
}

std::string left_half_hash(TokenHash hash, std::string_view text) {
  const auto digest = digest_of(hash, base::as_bytes(text));
  return base::base64url_encode(base::ByteView(digest).first(digest.size() / 2));
}

}  // namespace jwtkeep::jose
