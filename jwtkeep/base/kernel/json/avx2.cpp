// 32 bytes a look.
#if defined(__x86_64__)

#include <immintrin.h>

#include "jwtkeep/base/kernel/json/kernels.hpp"
#include "jwtkeep/base/kernel/json/read_surveyed.hpp"

// A function attribute instead of a compiler option for the file: no inline function of the standard library is then
// compiled for a processor that the program may not run on.
#define JWTKEEP_AVX2 [[gnu::target("avx2,bmi,bmi2")]]
#define JWTKEEP_AVX2_INLINE [[gnu::target("avx2,bmi,bmi2"), gnu::always_inline]] static inline

namespace jwtkeep::base::json {

bool is_avx2_supported() noexcept {
  return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0 &&
         __builtin_cpu_supports("bmi2") != 0;
}

JWTKEEP_AVX2_INLINE void survey(const char* text, std::size_t blocks, Survey& found) {
  auto refused = _mm256_setzero_si256();
  auto all = _mm256_setzero_si256();
  auto* next = found.quotes.data();
  for (std::size_t block = 0; block < blocks; ++block) {
    std::uint64_t quotes = 0;
#pragma GCC unroll 2
    for (unsigned i = 0; i < 2; ++i) {
      const auto bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + block * kBlock) + i);
      const auto here = _mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('"')));
      quotes |= std::uint64_t{static_cast<unsigned>(here)} << (32 * i);
      const auto control = _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, _mm256_set1_epi8(0x1f)), bytes);
      const auto backslash = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\\'));
      refused = _mm256_or_si256(refused, _mm256_or_si256(control, backslash));
      all = _mm256_or_si256(all, bytes);
    }
    next = add_quotes(next, block, quotes);
  }
  *next = kNoQuote;
  found.has_escape_or_control = _mm256_movemask_epi8(refused) != 0;
  found.is_ascii = _mm256_movemask_epi8(all) == 0;
}

JWTKEEP_AVX2 std::size_t read_avx2(const char* text, std::size_t size, std::span<JsonNode> nodes) noexcept {
  Survey found;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by survey
  survey(text, blocks_in(size), found);
  return read_surveyed(found, text, size, nodes.data(), nodes.size());
}

}  // namespace jwtkeep::base::json

#endif
