// Eight lanes in a register of 256 bits, twice.
#if defined(__x86_64__)

#include <immintrin.h>

#include <bit>

#include "jwtkeep/crypto/kernel/sha256/lanes.hpp"

// See avx512.cpp for why this is an attribute.
#define JWTKEEP_AVX2 [[gnu::target("avx2")]]
#define JWTKEEP_AVX2_INLINE [[gnu::target("avx2"), gnu::always_inline]] static inline

namespace jwtkeep::crypto::sha256 {

static constexpr std::size_t kHalf = kLanes / 2;

template <int kBits>
JWTKEEP_AVX2_INLINE __m256i rotate(__m256i x) {
  return _mm256_or_si256(_mm256_srli_epi32(x, kBits), _mm256_slli_epi32(x, 32 - kBits));
}
JWTKEEP_AVX2_INLINE __m256i add(__m256i a, __m256i b) { return _mm256_add_epi32(a, b); }
JWTKEEP_AVX2_INLINE __m256i exclusive_or(__m256i a, __m256i b, __m256i c) {
  return _mm256_xor_si256(_mm256_xor_si256(a, b), c);
}
JWTKEEP_AVX2_INLINE __m256i big_sigma0(__m256i x) { return exclusive_or(rotate<2>(x), rotate<13>(x), rotate<22>(x)); }
JWTKEEP_AVX2_INLINE __m256i big_sigma1(__m256i x) { return exclusive_or(rotate<6>(x), rotate<11>(x), rotate<25>(x)); }
JWTKEEP_AVX2_INLINE __m256i small_sigma0(__m256i x) {
  return exclusive_or(rotate<7>(x), rotate<18>(x), _mm256_srli_epi32(x, 3));
}
JWTKEEP_AVX2_INLINE __m256i small_sigma1(__m256i x) {
  return exclusive_or(rotate<17>(x), rotate<19>(x), _mm256_srli_epi32(x, 10));
}

/// Eight rows of eight words to columns.
JWTKEEP_AVX2_INLINE void transpose(__m256i* r) {
  __m256i t[8];
#pragma GCC unroll 8
  for (int i = 0; i < 8; i += 2) {
    t[i] = _mm256_unpacklo_epi32(r[i], r[i + 1]);
    t[i + 1] = _mm256_unpackhi_epi32(r[i], r[i + 1]);
  }
#pragma GCC unroll 8
  for (int i = 0; i < 8; i += 4) {
    r[i] = _mm256_unpacklo_epi64(t[i], t[i + 2]);
    r[i + 1] = _mm256_unpackhi_epi64(t[i], t[i + 2]);
    r[i + 2] = _mm256_unpacklo_epi64(t[i + 1], t[i + 3]);
    r[i + 3] = _mm256_unpackhi_epi64(t[i + 1], t[i + 3]);
  }
#pragma GCC unroll 8
  for (int i = 0; i < 4; ++i) {
    const auto low = r[i];
    r[i] = _mm256_permute2x128_si256(low, r[i + 4], 0x20);
    r[i + 4] = _mm256_permute2x128_si256(low, r[i + 4], 0x31);
  }
}

JWTKEEP_AVX2_INLINE void load_words(const std::uint8_t* const* blocks, std::size_t offset, __m256i (&w)[16]) {
  const __m256i swap = _mm256_broadcastsi128_si256(_mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3));
#pragma GCC unroll 2
  for (int half = 0; half < 2; ++half) {
#pragma GCC unroll 8
    for (int lane = 0; lane < 8; ++lane) {
      const auto* from = reinterpret_cast<const __m256i*>(blocks[lane] + offset) + half;
      w[half * 8 + lane] = _mm256_shuffle_epi8(_mm256_loadu_si256(from), swap);
    }
    transpose(w + std::ptrdiff_t{half} * 8);
  }
}

JWTKEEP_AVX2_INLINE void round(__m256i (&s)[8], int t, __m256i word) {
  // The eight variables stay where they are and their names move round: a is s[-t mod 8].
  const auto k = _mm256_set1_epi32(std::bit_cast<int>(kRound[static_cast<std::size_t>(t)]));
  const auto a = s[(64 - t) & 7];
  const auto b = s[(65 - t) & 7];
  const auto c = s[(66 - t) & 7];
  auto& d = s[(67 - t) & 7];
  const auto e = s[(68 - t) & 7];
  const auto f = s[(69 - t) & 7];
  const auto g = s[(70 - t) & 7];
  auto& h = s[(71 - t) & 7];
  // (e & f) ^ (~e & g), and (a & b) ^ (a & c) ^ (b & c), with an instruction less each.
  const auto choice = _mm256_xor_si256(_mm256_and_si256(_mm256_xor_si256(f, g), e), g);
  const auto majority = _mm256_or_si256(_mm256_and_si256(a, b), _mm256_and_si256(_mm256_or_si256(a, b), c));
  const auto first = add(add(add(h, add(word, k)), choice), big_sigma1(e));
  d = add(d, first);
  h = add(first, add(big_sigma0(a), majority));
}

JWTKEEP_AVX2_INLINE void compress_block(__m256i (&s)[8], __m256i (&w)[16]) {
#pragma GCC unroll 16
  for (int t = 0; t < 16; ++t) round(s, t, w[t]);
  for (int from = 16; from < 64; from += 16) {
#pragma GCC unroll 16
    for (int t = 0; t < 16; ++t) {
      w[t] = add(add(w[t], small_sigma0(w[(t + 1) & 15])), add(w[(t + 9) & 15], small_sigma1(w[(t + 14) & 15])));
      round(s, from + t, w[t]);
    }
  }
}

JWTKEEP_AVX2 static void compress_half(State* lanes, const std::uint8_t* const* blocks, std::size_t count,
                                       unsigned active) {
  __m256i state[8];
#pragma GCC unroll 8
  for (int i = 0; i < 8; ++i) state[i] = _mm256_load_si256(reinterpret_cast<const __m256i*>(lanes[i].data()));
  transpose(state);
  for (std::size_t block = 0; block < count; ++block) {
    __m256i w[16];
    load_words(blocks, block * kBlockBytes, w);
    __m256i s[8];
#pragma GCC unroll 8
    for (int i = 0; i < 8; ++i) s[i] = state[i];
    compress_block(s, w);
#pragma GCC unroll 8
    for (int i = 0; i < 8; ++i) state[i] = add(state[i], s[i]);
  }
  transpose(state);
  for (int i = 0; i < 8; ++i) {
    if ((active >> i & 1U) != 0) _mm256_store_si256(reinterpret_cast<__m256i*>(lanes[i].data()), state[i]);
  }
}

bool is_avx2_supported() noexcept { return __builtin_cpu_supports("avx2") != 0; }

void compress_avx2(LaneStates& states, const LaneBlocks& blocks, std::size_t count, std::uint16_t active) noexcept {
  for (std::size_t from = 0; from < kLanes; from += kHalf) {
    const unsigned here = active >> from & 0xffU;
    if (here != 0) compress_half(states.lanes.data() + from, blocks.data() + from, count, here);
  }
}

}  // namespace jwtkeep::crypto::sha256

#endif
