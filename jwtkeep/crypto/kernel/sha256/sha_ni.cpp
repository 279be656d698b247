// Two lanes at a time with the SHA extensions: one alone waits for its own results half of the time.
#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

#include "jwtkeep/crypto/kernel/sha256/lanes.hpp"

// See avx512.cpp for why this is an attribute.
#define JWTKEEP_SHA_NI [[gnu::target("sha,sse4.1,ssse3")]]
#define JWTKEEP_SHA_NI_INLINE [[gnu::target("sha,sse4.1,ssse3"), gnu::always_inline]] static inline

namespace jwtkeep::crypto::sha256 {

/// The state as SHA256RNDS2 wants it: a, b, e, f and c, d, g, h, the first named in the highest word.
struct Halves {
  __m128i abef, cdgh;
};

JWTKEEP_SHA_NI_INLINE Halves load_state(const State& state) {
  const auto* words = reinterpret_cast<const __m128i*>(state.data());
  const __m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128(words), 0xb1);
  const __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128(words + 1), 0x1b);
  return {_mm_alignr_epi8(cdab, efgh, 8), _mm_blend_epi16(efgh, cdab, 0xf0)};
}

JWTKEEP_SHA_NI_INLINE void store_state(const Halves& s, State& state) {
  auto* words = reinterpret_cast<__m128i*>(state.data());
  const __m128i feba = _mm_shuffle_epi32(s.abef, 0x1b);
  const __m128i dchg = _mm_shuffle_epi32(s.cdgh, 0xb1);
  _mm_storeu_si128(words, _mm_blend_epi16(feba, dchg, 0xf0));
  _mm_storeu_si128(words + 1, _mm_alignr_epi8(dchg, feba, 8));
}

/// Four rounds; `group` from 0 to 15. `w` holds the sixteen latest words of the message schedule.
JWTKEEP_SHA_NI_INLINE void four_rounds(Halves& s, __m128i (&w)[4], const std::uint8_t* block, int group) {
  __m128i& now = w[group & 3];
  if (group < 4) {
    const __m128i swap = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
    now = _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(block + std::ptrdiff_t{group} * 16)), swap);
  } else {
    const __m128i last = w[(group + 3) & 3];
    now = _mm_add_epi32(_mm_sha256msg1_epu32(now, w[(group + 1) & 3]), _mm_alignr_epi8(last, w[(group + 2) & 3], 4));
    now = _mm_sha256msg2_epu32(now, last);
  }
  const auto* k = reinterpret_cast<const __m128i*>(kRound.data()) + group;
  const __m128i sum = _mm_add_epi32(now, _mm_loadu_si128(k));
  s.cdgh = _mm_sha256rnds2_epu32(s.cdgh, s.abef, sum);
  s.abef = _mm_sha256rnds2_epu32(s.abef, s.cdgh, _mm_shuffle_epi32(sum, 0x0e));
}

JWTKEEP_SHA_NI static void compress_two(State& first, State& second, const std::uint8_t* p, const std::uint8_t* q,
                                        std::size_t count) {
  Halves a = load_state(first);
  Halves b = load_state(second);
  for (std::size_t block = 0; block < count; ++block, p += kBlockBytes, q += kBlockBytes) {
    const Halves a_before = a;
    const Halves b_before = b;
    __m128i v[4];
    __m128i w[4];
#pragma GCC unroll 16
    for (int group = 0; group < 16; ++group) {
      four_rounds(a, v, p, group);
      four_rounds(b, w, q, group);
    }
    a = {_mm_add_epi32(a.abef, a_before.abef), _mm_add_epi32(a.cdgh, a_before.cdgh)};
    b = {_mm_add_epi32(b.abef, b_before.abef), _mm_add_epi32(b.cdgh, b_before.cdgh)};
  }
  store_state(a, first);
  store_state(b, second);
}

bool is_sha_ni_supported() noexcept {
  // g++ 12 has no name for it in __builtin_cpu_supports: leaf 7, EBX bit 29.
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) == 0) return false;
  return (b >> 29 & 1U) != 0 && __builtin_cpu_supports("sse4.1") != 0 && __builtin_cpu_supports("ssse3") != 0;
}

void compress_sha_ni(LaneStates& states, const LaneBlocks& blocks, std::size_t count, std::uint16_t active) noexcept {
  State idle{};
  State* first = nullptr;
  const std::uint8_t* first_blocks = nullptr;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    if ((active >> lane & 1U) == 0) continue;
    if (first == nullptr) {
      first = &states.lanes[lane];
      first_blocks = blocks[lane];
      continue;
    }
    compress_two(*first, states.lanes[lane], first_blocks, blocks[lane], count);
    first = nullptr;
  }
  if (first != nullptr) compress_two(*first, idle, first_blocks, first_blocks, count);
}

}  // namespace jwtkeep::crypto::sha256

#endif
