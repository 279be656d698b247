// All sixteen lanes in one register of 512 bits: rotations and three-way logic are single instructions there.
#if defined(__x86_64__)

#include <immintrin.h>

#include <bit>

#include "jwtkeep/crypto/kernel/sha256/lanes.hpp"

// g++ 12 warns of the deliberately undefined operands in its own header.
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

// A function attribute instead of a compiler option for the file: no inline function of the standard library is then
// compiled for a processor that the program may not run on.
#define JWTKEEP_AVX512 [[gnu::target("avx512f,avx512bw,avx512vl")]]
#define JWTKEEP_AVX512_INLINE [[gnu::target("avx512f,avx512bw,avx512vl"), gnu::always_inline]] static inline

namespace jwtkeep::crypto::sha256 {

// Truth tables of vpternlogd.
static constexpr int kXor = 0x96;
static constexpr int kChoice = 0xca;
static constexpr int kMajority = 0xe8;

JWTKEEP_AVX512_INLINE __m512i big_sigma0(__m512i x) {
  return _mm512_ternarylogic_epi32(_mm512_ror_epi32(x, 2), _mm512_ror_epi32(x, 13), _mm512_ror_epi32(x, 22), kXor);
}
JWTKEEP_AVX512_INLINE __m512i big_sigma1(__m512i x) {
  return _mm512_ternarylogic_epi32(_mm512_ror_epi32(x, 6), _mm512_ror_epi32(x, 11), _mm512_ror_epi32(x, 25), kXor);
}
JWTKEEP_AVX512_INLINE __m512i small_sigma0(__m512i x) {
  return _mm512_ternarylogic_epi32(_mm512_ror_epi32(x, 7), _mm512_ror_epi32(x, 18), _mm512_srli_epi32(x, 3), kXor);
}
JWTKEEP_AVX512_INLINE __m512i small_sigma1(__m512i x) {
  return _mm512_ternarylogic_epi32(_mm512_ror_epi32(x, 17), _mm512_ror_epi32(x, 19), _mm512_srli_epi32(x, 10), kXor);
}
JWTKEEP_AVX512_INLINE __m512i add(__m512i a, __m512i b) { return _mm512_add_epi32(a, b); }

/// Rows to columns in four steps: words, pairs of words, then 128-bit pieces twice.
JWTKEEP_AVX512_INLINE void transpose(__m512i (&r)[16]) {
  __m512i t[16];
#pragma GCC unroll 16
  for (int i = 0; i < 16; i += 2) {
    t[i] = _mm512_unpacklo_epi32(r[i], r[i + 1]);
    t[i + 1] = _mm512_unpackhi_epi32(r[i], r[i + 1]);
  }
#pragma GCC unroll 16
  for (int i = 0; i < 16; i += 4) {
    r[i] = _mm512_unpacklo_epi64(t[i], t[i + 2]);
    r[i + 1] = _mm512_unpackhi_epi64(t[i], t[i + 2]);
    r[i + 2] = _mm512_unpacklo_epi64(t[i + 1], t[i + 3]);
    r[i + 3] = _mm512_unpackhi_epi64(t[i + 1], t[i + 3]);
  }
#pragma GCC unroll 16
  for (int j = 0; j < 8; ++j) {
    const int i = j < 4 ? j : j + 4;
    t[i] = _mm512_shuffle_i32x4(r[i], r[i + 4], 0x88);
    t[i + 4] = _mm512_shuffle_i32x4(r[i], r[i + 4], 0xdd);
  }
#pragma GCC unroll 16
  for (int j = 0; j < 8; ++j) {
    r[j] = _mm512_shuffle_i32x4(t[j], t[j + 8], 0x88);
    r[j + 8] = _mm512_shuffle_i32x4(t[j], t[j + 8], 0xdd);
  }
}

JWTKEEP_AVX512_INLINE void load_words(const LaneBlocks& blocks, std::size_t offset, __m512i (&w)[16]) {
  const __m512i swap = _mm512_broadcast_i32x4(_mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3));
#pragma GCC unroll 16
  for (int lane = 0; lane < 16; ++lane) {
    w[lane] = _mm512_shuffle_epi8(_mm512_loadu_si512(blocks[static_cast<std::size_t>(lane)] + offset), swap);
  }
  transpose(w);
}

JWTKEEP_AVX512_INLINE void round(__m512i (&s)[8], int t, __m512i word) {
  // The eight variables stay where they are and their names move round: a is s[-t mod 8].
  const auto k = _mm512_set1_epi32(std::bit_cast<int>(kRound[static_cast<std::size_t>(t)]));
  const auto a = s[(64 - t) & 7];
  const auto b = s[(65 - t) & 7];
  const auto c = s[(66 - t) & 7];
  auto& d = s[(67 - t) & 7];
  const auto e = s[(68 - t) & 7];
  const auto f = s[(69 - t) & 7];
  const auto g = s[(70 - t) & 7];
  auto& h = s[(71 - t) & 7];
  const auto choice = _mm512_ternarylogic_epi32(e, f, g, kChoice);
  const auto majority = _mm512_ternarylogic_epi32(a, b, c, kMajority);
  const auto first = add(add(add(h, add(word, k)), choice), big_sigma1(e));
  d = add(d, first);
  h = add(first, add(big_sigma0(a), majority));
}

JWTKEEP_AVX512_INLINE void compress_block(__m512i (&s)[8], __m512i (&w)[16]) {
#pragma GCC unroll 16
  for (int t = 0; t < 16; ++t) round(s, t, w[t]);
#pragma GCC unroll 4
  for (int from = 16; from < 64; from += 16) {
#pragma GCC unroll 16
    for (int t = 0; t < 16; ++t) {
      w[t] = add(add(w[t], small_sigma0(w[(t + 1) & 15])), add(w[(t + 9) & 15], small_sigma1(w[(t + 14) & 15])));
      round(s, from + t, w[t]);
    }
  }
}

bool is_avx512_supported() noexcept {
  return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
         __builtin_cpu_supports("avx512vl") != 0;
}

JWTKEEP_AVX512 void compress_avx512(LaneStates& states, const LaneBlocks& blocks, std::size_t count,
                                    std::uint16_t active) noexcept {
  __m512i w[16];
#pragma GCC unroll 16
  for (int lane = 0; lane < 16; ++lane) {
    w[lane] = _mm512_zextsi256_si512(
        _mm256_load_si256(reinterpret_cast<const __m256i*>(states.lanes[static_cast<std::size_t>(lane)].data())));
  }
  transpose(w);
  alignas(64) __m512i state[8];
  for (int i = 0; i < 8; ++i) state[i] = w[i];
  for (std::size_t block = 0; block < count; ++block) {
    load_words(blocks, block * kBlockBytes, w);
    __m512i s[8];
#pragma GCC unroll 8
    for (int i = 0; i < 8; ++i) s[i] = state[i];
    compress_block(s, w);
#pragma GCC unroll 8
    for (int i = 0; i < 8; ++i) state[i] = add(state[i], s[i]);
  }
#pragma GCC unroll 8
  for (int i = 0; i < 8; ++i) w[i] = state[i];
#pragma GCC unroll 8
  for (int i = 8; i < 16; ++i) w[i] = _mm512_setzero_si512();
  transpose(w);
#pragma GCC unroll 16
  for (int lane = 0; lane < 16; ++lane) {
    if ((active >> lane & 1) == 0) continue;
    _mm256_store_si256(reinterpret_cast<__m256i*>(states.lanes[static_cast<std::size_t>(lane)].data()),
                       _mm512_castsi512_si256(w[lane]));
  }
  // The states of the last block are in registers: those beyond the sixteen that every x86-64 has are wiped here, their
  // lower parts by `wipe_vector_registers`, their upper ones by the VZEROUPPER that ends this function.
  asm volatile(
      "vpxorq %%xmm16, %%xmm16, %%xmm16\n\tvpxorq %%xmm17, %%xmm17, %%xmm17\n\tvpxorq %%xmm18, %%xmm18, %%xmm18\n\t"
      "vpxorq %%xmm19, %%xmm19, %%xmm19\n\tvpxorq %%xmm20, %%xmm20, %%xmm20\n\tvpxorq %%xmm21, %%xmm21, %%xmm21\n\t"
      "vpxorq %%xmm22, %%xmm22, %%xmm22\n\tvpxorq %%xmm23, %%xmm23, %%xmm23\n\tvpxorq %%xmm24, %%xmm24, %%xmm24\n\t"
      "vpxorq %%xmm25, %%xmm25, %%xmm25\n\tvpxorq %%xmm26, %%xmm26, %%xmm26\n\tvpxorq %%xmm27, %%xmm27, %%xmm27\n\t"
      "vpxorq %%xmm28, %%xmm28, %%xmm28\n\tvpxorq %%xmm29, %%xmm29, %%xmm29\n\tvpxorq %%xmm30, %%xmm30, %%xmm30\n\t"
      "vpxorq %%xmm31, %%xmm31, %%xmm31" ::
          : "xmm16", "xmm17", "xmm18", "xmm19", "xmm20", "xmm21", "xmm22", "xmm23", "xmm24", "xmm25", "xmm26", "xmm27",
            "xmm28", "xmm29", "xmm30", "xmm31");
}

}  // namespace jwtkeep::crypto::sha256

#endif
