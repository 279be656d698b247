// The decoders: a text that is taken is the only text of its bytes (hex: but for the case), public and secret alike.
#include <cstdint>
#include <string>

#include "jwtkeep/base/encoding.hpp"
#include "tests/fuzz/check.hpp"

namespace base = jwtkeep::base;
using jwtkeep::fuzz::check;

namespace {

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
  if (url) check(base::base64url_encode(*url) == text);
  if (padded) check(base::base64_encode(*padded) == text);
  if (hex) check(hex->size() * 2 == size);
  check(same(url, base::base64url_decode_secret(bytes)));
  check(same(padded, base::base64_decode_secret(bytes)));
  check(same(hex, base::hex_decode_secret(bytes)));

  const base::Bytes plain(data, data + size);
  check(base::base64url_decode(base::base64url_encode(plain)) == plain);
  check(base::base64_decode(base::base64_encode(plain)) == plain);
  check(base::hex_decode(base::hex_encode(plain)) == plain);
  return 0;
}
