// The decoders: a text that is taken is the only text of its bytes (hex: but for the case), public and secret alike.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "jwtkeep/base/encoding.hpp"

namespace base = jwtkeep::base;

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

bool same(const std::optional<base::Bytes>& bytes, const std::optional<base::SecretBytes>& secret) {
  if (!bytes || !secret) return bytes.has_value() == secret.has_value();
  return *secret == base::SecretBytes::copy_of(*bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const base::ByteView bytes{data, size};
  const auto text = base::as_text(bytes);
  const auto url = base::base64url_decode(text);
  const auto padded = base::base64_decode(text);
  const auto hex = base::hex_decode(text);
  if (url) demand(base::base64url_encode(*url) == text);
  if (padded) demand(base::base64_encode(*padded) == text);
  if (hex) demand(hex->size() * 2 == size);
  demand(same(url, base::base64url_decode_secret(bytes)));
  demand(same(padded, base::base64_decode_secret(bytes)));
  demand(same(hex, base::hex_decode_secret(bytes)));

  const base::Bytes plain(data, data + size);
  demand(base::base64url_decode(base::base64url_encode(plain)) == plain);
  demand(base::base64_decode(base::base64_encode(plain)) == plain);
  demand(base::hex_decode(base::hex_encode(plain)) == plain);
  return 0;
}
