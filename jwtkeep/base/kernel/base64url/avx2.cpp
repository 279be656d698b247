// 32 characters at a time (Mula and Lemire, "Faster base64 encoding and decoding using AVX2 instructions", 2018), with
// lookups by the two halves of a byte. What is left at the end is the portable implementation's.
#if defined(__x86_64__)

#include <immintrin.h>

#include "jwtkeep/base/kernel/base64url/kernels.hpp"

// See avx512_vbmi.cpp for why this is an attribute.
#define JWTKEEP_AVX2 [[gnu::target("avx2")]]
#define JWTKEEP_AVX2_INLINE [[gnu::target("avx2"), gnu::always_inline]] static inline

namespace jwtkeep::base::base64url {

bool is_avx2_supported() noexcept { return __builtin_cpu_supports("avx2") != 0; }

JWTKEEP_AVX2_INLINE __m256i both_halves(__m128i table) { return _mm256_broadcastsi128_si256(table); }

/// 0xff where `x` is from `first` to `last`, all of them below 0x80.
JWTKEEP_AVX2_INLINE __m256i is_within(__m256i x, char first, char last) {
  return _mm256_and_si256(_mm256_cmpgt_epi8(x, _mm256_set1_epi8(static_cast<char>(first - 1))),
                          _mm256_cmpgt_epi8(_mm256_set1_epi8(static_cast<char>(last + 1)), x));
}

/// `by` where `where` is 0xff.
JWTKEEP_AVX2_INLINE __m256i shift(__m256i where, int by) {
  return _mm256_and_si256(where, _mm256_set1_epi8(static_cast<char>(by)));
}

/// Six bits from each of 32 characters; false where one was foreign (bytes from 0x80 on are negative: in no range).
JWTKEEP_AVX2_INLINE bool six_bits(__m256i text, __m256i& values) {
  const auto upper = is_within(text, 'A', 'Z');
  const auto lower = is_within(text, 'a', 'z');
  const auto digit = is_within(text, '0', '9');
  const auto minus = _mm256_cmpeq_epi8(text, _mm256_set1_epi8('-'));
  const auto under = _mm256_cmpeq_epi8(text, _mm256_set1_epi8('_'));
  const auto by = _mm256_or_si256(_mm256_or_si256(_mm256_or_si256(shift(upper, -'A'), shift(lower, 26 - 'a')),
                                                  _mm256_or_si256(shift(digit, 52 - '0'), shift(minus, 62 - '-'))),
                                  shift(under, 63 - '_'));
  values = _mm256_add_epi8(text, by);
  const auto known =
      _mm256_or_si256(_mm256_or_si256(_mm256_or_si256(upper, lower), _mm256_or_si256(digit, minus)), under);
  return _mm256_movemask_epi8(known) == -1;
}

JWTKEEP_AVX2 bool decode_avx2(std::string_view text, std::uint8_t* target) noexcept {
  // Each step writes 28 or 32 bytes, of which 24 count: there must be room for them, which 44 characters have.
  constexpr std::size_t kTextStep = 32;
  constexpr std::size_t kRoomText = 44;
  while (text.size() >= kRoomText) {
    __m256i values;
    if (!six_bits(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(text.data())), values)) return false;
    const auto twelve = _mm256_maddubs_epi16(values, _mm256_set1_epi32(0x01400140));
    const auto twenty_four = _mm256_madd_epi16(twelve, _mm256_set1_epi32(0x00011000));
    const auto packed = _mm256_shuffle_epi8(
        twenty_four, both_halves(_mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1)));
    const auto joined = _mm256_permutevar8x32_epi32(packed, _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 3, 7));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(target), joined);
    text.remove_prefix(kTextStep);
    target += 24;
  }
  return decode_portable(text, target);
}

JWTKEEP_AVX2_INLINE __m256i characters(__m256i bytes) {
  const auto spread =
      _mm256_shuffle_epi8(bytes, both_halves(_mm_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10)));
  const auto odd =
      _mm256_mulhi_epu16(_mm256_and_si256(spread, _mm256_set1_epi32(0x0fc0fc00)), _mm256_set1_epi32(0x04000040));
  const auto even =
      _mm256_mullo_epi16(_mm256_and_si256(spread, _mm256_set1_epi32(0x003f03f0)), _mm256_set1_epi32(0x01000010));
  const auto values = _mm256_or_si256(odd, even);
  // Which range each value is in: 0 for a to z, 1 to 10 for the digits, 11 and 12 for the two signs, 13 for A to Z.
  const auto beyond = _mm256_subs_epu8(values, _mm256_set1_epi8(51));
  const auto is_upper = _mm256_cmpgt_epi8(_mm256_set1_epi8(26), values);
  const auto range = _mm256_or_si256(beyond, _mm256_and_si256(is_upper, _mm256_set1_epi8(13)));
  const auto shift = both_halves(_mm_setr_epi8('a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
                                               '0' - 52, '0' - 52, '0' - 52, '0' - 52, '-' - 62, '_' - 63, 'A', 0, 0));
  return _mm256_add_epi8(values, _mm256_shuffle_epi8(shift, range));
}

JWTKEEP_AVX2 void encode_avx2(ByteView bytes, char* target) noexcept {
  // Each step reads 28 bytes, of which 24 count.
  const auto* from = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 28; left -= 24, from += 24, target += 32) {
    const auto low = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    const auto high = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + 12));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(target), characters(_mm256_set_m128i(high, low)));
  }
  encode_portable({from, left}, target);
}

}  // namespace jwtkeep::base::base64url

#endif
