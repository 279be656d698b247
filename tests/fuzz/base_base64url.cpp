// Every implementation of base64url gives the verdict and the bytes of the strict decoder on libsodium, and back.
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/base/base64url.hpp"
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/base/kernel/base64url/kernels.hpp"

namespace base = jwtkeep::base;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const base::ByteView bytes(data, size);
  const auto text = base::as_text(bytes);
  const auto expected = base::base64url_decode(text);
  const auto encoded = base::base64url_encode(bytes);
  for (const auto& one : base::base64url::implementations()) {
    if (!one.is_supported()) continue;
    // Exactly as long as they have to be: AddressSanitizer tells of a byte too many.
    base::Bytes decoded(base::base64url_bytes_size(size));
    if (one.decode(text, decoded.data()) != expected.has_value()) std::abort();
    if (expected && decoded != *expected) std::abort();
    std::string written(base::base64url_text_size(size), '?');
    one.encode(bytes, written.data());
    if (written != encoded) std::abort();
  }
  return 0;
}
