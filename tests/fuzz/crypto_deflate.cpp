// inflate: what comes out is within the limits, a text is the same under every limit that lets it through, and whatever
// deflate wrote comes back.
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/crypto/deflate.hpp"

namespace base = jwtkeep::base;
namespace crypto = jwtkeep::crypto;

namespace {

/// Above every limit that two bytes can choose, and small enough to be quick.
constexpr crypto::InflateLimits kWide{.size_bytes = std::size_t{128} << 10, .ratio = 1032};

void check_limits(const base::SecretBytes& compressed, const crypto::InflateLimits& limits) {
  const auto text = crypto::inflate(compressed, limits);
  const auto wide = crypto::inflate(compressed, kWide);
  if (text) {
    if (text->size() > limits.size_bytes) std::abort();
    if (text->size() > 4096 && text->size() > compressed.size() * limits.ratio) std::abort();
    if (!wide || !(*wide == *text)) std::abort();
    return;
  }
  if (text.error().reason == base::Reason::too_large) return;
  // A broken stream: more room does not mend it, but it may be what is told first.
  if (text.error().reason != base::Reason::malformed || wide) std::abort();
}

}  // namespace

/// The first two bytes choose the limits; the rest is the stream.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2 || size > kWide.size_bytes) return 0;
  const crypto::InflateLimits limits{.size_bytes = std::size_t{data[0]} * 256, .ratio = data[1]};
  const auto stream = base::SecretBytes::copy_of(base::ByteView(data + 2, size - 2));
  check_limits(stream, limits);
  const auto back = crypto::inflate(crypto::deflate(stream), kWide);
  if (!back || !(*back == stream)) std::abort();
  return 0;
}
