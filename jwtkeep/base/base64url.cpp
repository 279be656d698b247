#include "jwtkeep/base/base64url.hpp"

#include <algorithm>
#include <cstdlib>

#include "jwtkeep/base/kernel/base64url/kernels.hpp"

namespace jwtkeep::base {
namespace base64url {
namespace {

constexpr std::array kImplementations = {
#if defined(__x86_64__)
    Implementation{"avx512_vbmi", is_avx512_vbmi_supported, encode_avx512_vbmi, decode_avx512_vbmi},
    Implementation{"avx2", is_avx2_supported, encode_avx2, decode_avx2},
#endif
    Implementation{"portable", []() noexcept { return true; }, encode_portable, decode_portable},
};

const Implementation& fastest() noexcept {
  static const Implementation& chosen =
      *std::ranges::find_if(kImplementations, [](const Implementation& one) { return one.is_supported(); });
  return chosen;
}

}  // namespace

std::span<const Implementation> implementations() noexcept { return kImplementations; }

}  // namespace base64url

void base64url_encode_to(ByteView bytes, char* target) noexcept { base64url::fastest().encode(bytes, target); }

bool base64url_decode_to(std::string_view text, MutableByteView target) noexcept {
  if (target.size() < base64url_bytes_size(text.size())) std::abort();  // it would be written past its end
  return base64url::fastest().decode(text, target.data());
}

}  // namespace jwtkeep::base
