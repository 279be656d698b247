// Sixteen or eight lanes in registers of 512 bits: rotations and three-way logic are single instructions there.
#if defined(__x86_64__)

#include <immintrin.h>

// g++ 12 warns of the deliberately undefined operands in its own header.
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#define JWTKEEP_LANES_TARGET [[gnu::target("avx512f,avx512bw,avx512vl")]]
#include "jwtkeep/crack/kernel/lanes.hpp"

namespace jwtkeep::crack::kernel {
namespace {

// Truth tables of vpternlog.
constexpr int kXor = 0x96;
constexpr int kChoice = 0xca;
constexpr int kMajority = 0xe8;

/// Sixteen bytes of a key, from its byte 16 * kColumn on, zeros behind its end.
template <int kColumn>
JWTKEEP_LANES_INLINE __m128i piece(const std::uint8_t* bytes, const std::size_t* ends, int lane) {
  const auto from = ends[lane] + std::size_t{kColumn} * 16;
  const auto end = ends[lane + 1];
  const auto size = from >= end ? 0 : std::min<std::size_t>(end - from, 16);
  return _mm_maskz_loadu_epi8(static_cast<__mmask16>((1U << size) - 1), bytes + from);
}

/// That of the lanes first, first + kStep ... in a register.
template <int kColumn, int kStep>
JWTKEEP_LANES_INLINE __m512i pieces(const std::uint8_t* bytes, const std::size_t* ends, int first) {
  __m512i all = _mm512_castsi128_si512(piece<kColumn>(bytes, ends, first));
  all = _mm512_inserti32x4(all, piece<kColumn>(bytes, ends, first + kStep), 1);
  all = _mm512_inserti32x4(all, piece<kColumn>(bytes, ends, first + 2 * kStep), 2);
  return _mm512_inserti32x4(all, piece<kColumn>(bytes, ends, first + 3 * kStep), 3);
}

struct Words32 {
  using Word = std::uint32_t;
  using V = __m512i;
  static constexpr std::size_t kCount = 16;

  JWTKEEP_LANES_INLINE V all(std::uint32_t x) { return _mm512_set1_epi32(static_cast<int>(x)); }
  JWTKEEP_LANES_INLINE V add(V a, V b) { return _mm512_add_epi32(a, b); }
  JWTKEEP_LANES_INLINE V sub(V a, V b) { return _mm512_sub_epi32(a, b); }
  JWTKEEP_LANES_INLINE V xor2(V a, V b) { return _mm512_xor_si512(a, b); }
  JWTKEEP_LANES_INLINE V xor3(V a, V b, V c) { return _mm512_ternarylogic_epi32(a, b, c, kXor); }
  JWTKEEP_LANES_INLINE V choice(V e, V f, V g) { return _mm512_ternarylogic_epi32(e, f, g, kChoice); }
  JWTKEEP_LANES_INLINE V majority(V a, V b, V c) { return _mm512_ternarylogic_epi32(a, b, c, kMajority); }
  template <int kBy>
  JWTKEEP_LANES_INLINE V turn(V x) {
    return _mm512_ror_epi32(x, kBy);
  }
  template <int kBy>
  JWTKEEP_LANES_INLINE V shift(V x) {
    return _mm512_srli_epi32(x, kBy);
  }
  JWTKEEP_LANES_INLINE std::uint32_t equal(V a, V b) { return _mm512_cmpeq_epi32_mask(a, b); }

  template <int kWords, int kColumn = 0>
  JWTKEEP_LANES_INLINE void load_keys(const std::uint8_t* bytes, const std::size_t* ends, V* words) {
    if constexpr (kColumn * 4 < kWords) {
      const V swap = _mm512_broadcast_i32x4(_mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3));
      const V r0 = _mm512_shuffle_epi8(pieces<kColumn, 4>(bytes, ends, 0), swap);
      const V r1 = _mm512_shuffle_epi8(pieces<kColumn, 4>(bytes, ends, 1), swap);
      const V r2 = _mm512_shuffle_epi8(pieces<kColumn, 4>(bytes, ends, 2), swap);
      const V r3 = _mm512_shuffle_epi8(pieces<kColumn, 4>(bytes, ends, 3), swap);
      const V low01 = _mm512_unpacklo_epi32(r0, r1);
      const V high01 = _mm512_unpackhi_epi32(r0, r1);
      const V low23 = _mm512_unpacklo_epi32(r2, r3);
      const V high23 = _mm512_unpackhi_epi32(r2, r3);
      V* column = words + std::ptrdiff_t{kColumn} * 4;
      column[0] = _mm512_unpacklo_epi64(low01, low23);
      column[1] = _mm512_unpackhi_epi64(low01, low23);
      column[2] = _mm512_unpacklo_epi64(high01, high23);
      column[3] = _mm512_unpackhi_epi64(high01, high23);
      load_keys<kWords, kColumn + 1>(bytes, ends, words);
    }
  }
};

struct Words64 {
  using Word = std::uint64_t;
  using V = __m512i;
  static constexpr std::size_t kCount = 8;

  JWTKEEP_LANES_INLINE V all(std::uint64_t x) { return _mm512_set1_epi64(static_cast<long long>(x)); }
  JWTKEEP_LANES_INLINE V add(V a, V b) { return _mm512_add_epi64(a, b); }
  JWTKEEP_LANES_INLINE V sub(V a, V b) { return _mm512_sub_epi64(a, b); }
  JWTKEEP_LANES_INLINE V xor2(V a, V b) { return _mm512_xor_si512(a, b); }
  JWTKEEP_LANES_INLINE V xor3(V a, V b, V c) { return _mm512_ternarylogic_epi64(a, b, c, kXor); }
  JWTKEEP_LANES_INLINE V choice(V e, V f, V g) { return _mm512_ternarylogic_epi64(e, f, g, kChoice); }
  JWTKEEP_LANES_INLINE V majority(V a, V b, V c) { return _mm512_ternarylogic_epi64(a, b, c, kMajority); }
  template <int kBy>
  JWTKEEP_LANES_INLINE V turn(V x) {
    return _mm512_ror_epi64(x, kBy);
  }
  template <int kBy>
  JWTKEEP_LANES_INLINE V shift(V x) {
    return _mm512_srli_epi64(x, kBy);
  }
  JWTKEEP_LANES_INLINE std::uint32_t equal(V a, V b) { return _mm512_cmpeq_epi64_mask(a, b); }

  template <int kWords, int kColumn = 0>
  JWTKEEP_LANES_INLINE void load_keys(const std::uint8_t* bytes, const std::size_t* ends, V* words) {
    if constexpr (kColumn * 2 < kWords) {
      const V swap = _mm512_broadcast_i32x4(_mm_set_epi8(8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
      const V even = _mm512_shuffle_epi8(pieces<kColumn, 2>(bytes, ends, 0), swap);
      const V odd = _mm512_shuffle_epi8(pieces<kColumn, 2>(bytes, ends, 1), swap);
      V* column = words + std::ptrdiff_t{kColumn} * 2;
      column[0] = _mm512_unpacklo_epi64(even, odd);
      column[1] = _mm512_unpackhi_epi64(even, odd);
      load_keys<kWords, kColumn + 1>(bytes, ends, words);
    }
  }
};

bool is_supported() noexcept {
  return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
         __builtin_cpu_supports("avx512vl") != 0;
}

}  // namespace

Implementation avx512() noexcept {
  return {"avx512", is_supported, Code<Sha256, Twice<Words32>>::run, Code<Sha384, Twice<Words64>>::run,
          Code<Sha512, Twice<Words64>>::run};
}

}  // namespace jwtkeep::crack::kernel

#endif
