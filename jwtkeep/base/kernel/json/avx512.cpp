// 64 bytes a look, whose answers come as bit masks.
#if defined(__x86_64__)

#include <immintrin.h>

#include "jwtkeep/base/kernel/json/kernels.hpp"
#include "jwtkeep/base/kernel/json/read_surveyed.hpp"

// A function attribute instead of a compiler option for the file: no inline function of the standard library is then
// compiled for a processor that the program may not run on.
#define JWTKEEP_AVX512 [[gnu::target("avx512f,avx512bw,avx512vl,bmi,bmi2")]]
#define JWTKEEP_AVX512_INLINE [[gnu::target("avx512f,avx512bw,avx512vl,bmi,bmi2"), gnu::always_inline]] static inline

namespace jwtkeep::base::json {

bool is_avx512_supported() noexcept {
  return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
         __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("bmi2") != 0;
}

JWTKEEP_AVX512_INLINE void survey(const char* text, std::size_t blocks, Survey& found) {
  auto refused = std::uint64_t{0};
  auto high = std::uint64_t{0};
  for (std::size_t block = 0; block < blocks; ++block) {
    const auto bytes = _mm512_loadu_si512(text + block * kBlock);
    found.quotes[block] = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"'));
    refused |=
        _mm512_cmple_epu8_mask(bytes, _mm512_set1_epi8(0x1f)) | _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\\'));
    high |= _mm512_movepi8_mask(bytes);
  }
  found.has_escape_or_control = refused != 0;
  found.is_ascii = high == 0;
}

JWTKEEP_AVX512 std::size_t read_avx512(const char* text, std::size_t size, std::span<JsonNode> nodes) noexcept {
  Survey found;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by survey
  survey(text, blocks_in(size), found);
  return read_surveyed(found, text, size, nodes.data(), nodes.size());
}

}  // namespace jwtkeep::base::json

#endif
