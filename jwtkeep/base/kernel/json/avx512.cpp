// 64 bytes a look, whose answers come as bit masks.
#if defined(__x86_64__)

#include <immintrin.h>

#include "jwtkeep/base/kernel/json/kernels.hpp"
#include "jwtkeep/base/kernel/json/read_surveyed.hpp"

// g++ 12 warns of the deliberately undefined operands in its own header.
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

// A function attribute instead of a compiler option for the file: no inline function of the standard library is then
// compiled for a processor that the program may not run on.
#define JWTKEEP_AVX512 [[gnu::target("avx512f,avx512bw,avx512vl,avx512vbmi2,bmi,bmi2,popcnt")]]
#define JWTKEEP_AVX512_INLINE \
  [[gnu::target("avx512f,avx512bw,avx512vl,avx512vbmi2,bmi,bmi2,popcnt"), gnu::always_inline]] static inline

namespace jwtkeep::base::json {

bool is_avx512_supported() noexcept {
  return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
         __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("avx512vbmi2") != 0 &&
         __builtin_cpu_supports("bmi") != 0 && __builtin_cpu_supports("bmi2") != 0 &&
         __builtin_cpu_supports("popcnt") != 0;
}

alignas(64) static constexpr auto kPlaces = [] {
  std::array<std::uint8_t, kBlock> places{};
  for (std::size_t i = 0; i < kBlock; ++i) places[i] = static_cast<std::uint8_t>(i);
  return places;
}();

/// As `add_quotes`: the numbers of the bits that are set are moved together by one instruction.
JWTKEEP_AVX512_INLINE std::uint16_t* add_places(std::uint16_t* to, std::size_t block, __mmask64 bits) {
  const auto places = _mm512_maskz_compress_epi8(bits, _mm512_load_si512(kPlaces.data()));
  const auto start = _mm512_set1_epi16(static_cast<short>(block * kBlock));
  const auto low = _mm512_cvtepu8_epi16(_mm512_castsi512_si256(places));
  _mm512_storeu_si512(to, _mm512_add_epi16(low, start));
  const auto count = static_cast<std::size_t>(std::popcount(bits));
  if (count > 32) [[unlikely]] {
    const auto high = _mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(places, 1));
    _mm512_storeu_si512(to + 32, _mm512_add_epi16(high, start));
  }
  return to + count;
}

JWTKEEP_AVX512_INLINE void survey(const char* text, std::size_t blocks, Survey& found) {
  auto refused = std::uint64_t{0};
  auto high = std::uint64_t{0};
  auto* next = found.quotes.data();
  for (std::size_t block = 0; block < blocks; ++block) {
    const auto bytes = _mm512_loadu_si512(text + block * kBlock);
    next = add_places(next, block, _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"')));
    refused |=
        _mm512_cmple_epu8_mask(bytes, _mm512_set1_epi8(0x1f)) | _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\\'));
    high |= _mm512_movepi8_mask(bytes);
  }
  *next = kNoQuote;
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
