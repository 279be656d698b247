// Eight or four lanes in registers of 256 bits.
#if defined(__x86_64__)

#include <immintrin.h>

#define JWTKEEP_LANES_TARGET [[gnu::target("avx2")]]
#include "jwtkeep/crack/kernel/lanes.hpp"

namespace jwtkeep::crack::kernel {
namespace {

/// Sixteen bytes of a key, from its byte 16 * kColumn on, zeros behind its end.
template <int kColumn>
JWTKEEP_LANES_INLINE __m128i piece(const std::uint8_t* bytes, const std::size_t* ends, int lane) {
  alignas(32) static constexpr auto kKeep = [] {
    std::array<std::uint8_t, 32> keep{};
    for (std::size_t i = 0; i < 16; ++i) keep[i] = 0xff;
    return keep;
  }();
  const auto from = ends[lane] + std::size_t{kColumn} * 16;
  const auto end = ends[lane + 1];
  const auto size = from >= end ? 0 : std::min<std::size_t>(end - from, 16);
  return _mm_and_si128(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + from)),
                       _mm_loadu_si128(reinterpret_cast<const __m128i*>(kKeep.data() + 16 - size)));
}

/// That of the lanes `first` and `second` in a register.
template <int kColumn>
JWTKEEP_LANES_INLINE __m256i pieces(const std::uint8_t* bytes, const std::size_t* ends, int first, int second) {
  return _mm256_inserti128_si256(_mm256_castsi128_si256(piece<kColumn>(bytes, ends, first)),
                                 piece<kColumn>(bytes, ends, second), 1);
}

struct Words32 {
  using Word = std::uint32_t;
  using V = __m256i;
  static constexpr std::size_t kCount = 8;

  JWTKEEP_LANES_INLINE V all(std::uint32_t x) { return _mm256_set1_epi32(static_cast<int>(x)); }
  JWTKEEP_LANES_INLINE V add(V a, V b) { return _mm256_add_epi32(a, b); }
  JWTKEEP_LANES_INLINE V sub(V a, V b) { return _mm256_sub_epi32(a, b); }
  JWTKEEP_LANES_INLINE V xor2(V a, V b) { return _mm256_xor_si256(a, b); }
  JWTKEEP_LANES_INLINE V xor3(V a, V b, V c) { return xor2(xor2(a, b), c); }
  JWTKEEP_LANES_INLINE V choice(V e, V f, V g) { return xor2(g, _mm256_and_si256(e, xor2(f, g))); }
  JWTKEEP_LANES_INLINE V majority(V a, V b, V c) {
    // The compiler has a ^ b from here where b ^ c is asked in the next round.
    return xor2(b, _mm256_and_si256(xor2(a, b), xor2(b, c)));
  }
  template <int kBy>
  JWTKEEP_LANES_INLINE V turn(V x) {
    return _mm256_or_si256(_mm256_srli_epi32(x, kBy), _mm256_slli_epi32(x, 32 - kBy));
  }
  template <int kBy>
  JWTKEEP_LANES_INLINE V shift(V x) {
    return _mm256_srli_epi32(x, kBy);
  }
  JWTKEEP_LANES_INLINE std::uint32_t equal(V a, V b) {
    return static_cast<std::uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(a, b))));
  }

  template <int kWords, int kColumn = 0>
  JWTKEEP_LANES_INLINE void load_keys(const std::uint8_t* bytes, const std::size_t* ends, V* words) {
    if constexpr (kColumn * 4 < kWords) {
      const V swap = _mm256_broadcastsi128_si256(_mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3));
      const V r0 = _mm256_shuffle_epi8(pieces<kColumn>(bytes, ends, 0, 4), swap);
      const V r1 = _mm256_shuffle_epi8(pieces<kColumn>(bytes, ends, 1, 5), swap);
      const V r2 = _mm256_shuffle_epi8(pieces<kColumn>(bytes, ends, 2, 6), swap);
      const V r3 = _mm256_shuffle_epi8(pieces<kColumn>(bytes, ends, 3, 7), swap);
      const V low01 = _mm256_unpacklo_epi32(r0, r1);
      const V high01 = _mm256_unpackhi_epi32(r0, r1);
      const V low23 = _mm256_unpacklo_epi32(r2, r3);
      const V high23 = _mm256_unpackhi_epi32(r2, r3);
      V* column = words + std::ptrdiff_t{kColumn} * 4;
      column[0] = _mm256_unpacklo_epi64(low01, low23);
      column[1] = _mm256_unpackhi_epi64(low01, low23);
      column[2] = _mm256_unpacklo_epi64(high01, high23);
      column[3] = _mm256_unpackhi_epi64(high01, high23);
      load_keys<kWords, kColumn + 1>(bytes, ends, words);
    }
  }
};

struct Words64 {
  using Word = std::uint64_t;
  using V = __m256i;
  static constexpr std::size_t kCount = 4;

  JWTKEEP_LANES_INLINE V all(std::uint64_t x) { return _mm256_set1_epi64x(static_cast<long long>(x)); }
  JWTKEEP_LANES_INLINE V add(V a, V b) { return _mm256_add_epi64(a, b); }
  JWTKEEP_LANES_INLINE V sub(V a, V b) { return _mm256_sub_epi64(a, b); }
  JWTKEEP_LANES_INLINE V xor2(V a, V b) { return Words32::xor2(a, b); }
  JWTKEEP_LANES_INLINE V xor3(V a, V b, V c) { return Words32::xor3(a, b, c); }
  JWTKEEP_LANES_INLINE V choice(V e, V f, V g) { return Words32::choice(e, f, g); }
  JWTKEEP_LANES_INLINE V majority(V a, V b, V c) { return Words32::majority(a, b, c); }
  template <int kBy>
  JWTKEEP_LANES_INLINE V turn(V x) {
    return _mm256_or_si256(_mm256_srli_epi64(x, kBy), _mm256_slli_epi64(x, 64 - kBy));
  }
  template <int kBy>
  JWTKEEP_LANES_INLINE V shift(V x) {
    return _mm256_srli_epi64(x, kBy);
  }
  JWTKEEP_LANES_INLINE std::uint32_t equal(V a, V b) {
    return static_cast<std::uint32_t>(_mm256_movemask_pd(_mm256_castsi256_pd(_mm256_cmpeq_epi64(a, b))));
  }

  template <int kWords, int kColumn = 0>
  JWTKEEP_LANES_INLINE void load_keys(const std::uint8_t* bytes, const std::size_t* ends, V* words) {
    if constexpr (kColumn * 2 < kWords) {
      const V swap = _mm256_broadcastsi128_si256(_mm_set_epi8(8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
      const V even = _mm256_shuffle_epi8(pieces<kColumn>(bytes, ends, 0, 2), swap);
      const V odd = _mm256_shuffle_epi8(pieces<kColumn>(bytes, ends, 1, 3), swap);
      V* column = words + std::ptrdiff_t{kColumn} * 2;
      column[0] = _mm256_unpacklo_epi64(even, odd);
      column[1] = _mm256_unpackhi_epi64(even, odd);
      load_keys<kWords, kColumn + 1>(bytes, ends, words);
    }
  }
};

bool is_supported() noexcept { return __builtin_cpu_supports("avx2") != 0; }

}  // namespace

Implementation avx2() noexcept {
  return {"avx2", is_supported, Code<Sha256, Words32>::run, Code<Sha384, Words64>::run, Code<Sha512, Words64>::run};
}

}  // namespace jwtkeep::crack::kernel

#endif
