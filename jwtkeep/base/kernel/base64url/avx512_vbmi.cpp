// 64 characters at a time: the alphabet fits one register, and its inverse two (Mula and Lemire, "Base64 encoding and
// decoding at almost the speed of a memory copy", 2019). Masked loads and stores end the work without a loop of bytes.
#if defined(__x86_64__)

#include <immintrin.h>

#include "jwtkeep/base/kernel/base64url/kernels.hpp"

// g++ 12 warns of the deliberately undefined operands in its own header.
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

// A function attribute instead of a compiler option for the file: no inline function of the standard library is then
// compiled for a processor that the program may not run on.
#define JWTKEEP_VBMI [[gnu::target("avx512f,avx512bw,avx512vl,avx512vbmi,bmi2")]]
#define JWTKEEP_VBMI_INLINE \
  [[gnu::target("avx512f,avx512bw,avx512vl,avx512vbmi,bmi2"), gnu::always_inline]] static inline

namespace jwtkeep::base::base64url {

static constexpr std::size_t kTextStep = 64;
static constexpr std::size_t kBytesStep = 48;

/// Where the three bytes of each group of four are after `pack`: the bytes of 32-bit words in big-endian order.
alignas(64) static constexpr auto kThreeOfFour = [] {
  std::array<std::uint8_t, 64> places{};
  for (std::size_t i = 0; i < kBytesStep; ++i) places[i] = static_cast<std::uint8_t>(i / 3 * 4 + 2 - i % 3);
  return places;
}();

/// The bytes 1, 0, 2, 1 of each group of three: each six bits are then within 16 of them.
alignas(64) static constexpr auto kSpread = [] {
  std::array<std::uint8_t, 64> places{};
  for (std::size_t i = 0; i < kTextStep; i += 4) {
    const auto from = static_cast<std::uint8_t>(i / 4 * 3);
    places[i] = static_cast<std::uint8_t>(from + 1);
    places[i + 1] = from;
    places[i + 2] = static_cast<std::uint8_t>(from + 2);
    places[i + 3] = static_cast<std::uint8_t>(from + 1);
  }
  return places;
}();

/// The lowest `count` (at most 64) bits.
JWTKEEP_VBMI_INLINE __mmask64 lowest(std::size_t count) { return _bzhi_u64(~0ULL, static_cast<unsigned>(count)); }

bool is_avx512_vbmi_supported() noexcept {
  return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
         __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("avx512vbmi") != 0 &&
         __builtin_cpu_supports("bmi2") != 0;
}

/// Six bits from each of 64 characters; adds to `seen` what has its highest bit set where one was foreign.
JWTKEEP_VBMI_INLINE __m512i six_bits(__m512i text, __m512i& seen) {
  const auto low = _mm512_loadu_si512(kSixBits.data());
  const auto high = _mm512_loadu_si512(kSixBits.data() + 64);
  const auto values = _mm512_permutex2var_epi8(low, text, high);
  seen = _mm512_ternarylogic_epi32(seen, values, text, 0xfe);  // or: a character from 0x80 on tells itself
  return values;
}

/// 48 bytes from 64 times six bits.
JWTKEEP_VBMI_INLINE __m512i pack(__m512i values) {
  const auto twelve = _mm512_maddubs_epi16(values, _mm512_set1_epi32(0x01400140));
  const auto twenty_four = _mm512_madd_epi16(twelve, _mm512_set1_epi32(0x00011000));
  return _mm512_permutexvar_epi8(_mm512_load_si512(kThreeOfFour.data()), twenty_four);
}

JWTKEEP_VBMI bool decode_avx512_vbmi(std::string_view text, std::uint8_t* target) noexcept {
  const char* from = text.data();
  std::size_t left = text.size();
  auto seen = _mm512_setzero_si512();
  for (; left > kTextStep; left -= kTextStep, from += kTextStep, target += kBytesStep) {
    const auto values = six_bits(_mm512_loadu_si512(from), seen);
    _mm512_mask_storeu_epi8(target, lowest(kBytesStep), pack(values));
  }
  // What is not loaded becomes `A`: a character of the alphabet whose bits are zero.
  const auto last = _mm512_mask_loadu_epi8(_mm512_set1_epi8('A'), lowest(left), from);
  const auto values = six_bits(last, seen);
  _mm512_mask_storeu_epi8(target, lowest(left / 4 * 3 + left % 4 * 3 / 4), pack(values));
  return _mm512_movepi8_mask(seen) == 0 && ends_well(text);
}

JWTKEEP_VBMI_INLINE __m512i characters(__m512i bytes) {
  const auto spread = _mm512_permutexvar_epi8(_mm512_load_si512(kSpread.data()), bytes);
  // From which bit on each character's six are, in each group of 64: 10, 4, 22, 16 and the same 32 further.
  const auto values = _mm512_multishift_epi64_epi8(_mm512_set1_epi64(0x3036242a1016040a), spread);
  return _mm512_permutexvar_epi8(values, _mm512_loadu_si512(kAlphabet.data()));
}

JWTKEEP_VBMI void encode_avx512_vbmi(ByteView bytes, char* target) noexcept {
  const auto* from = bytes.data();
  std::size_t left = bytes.size();
  for (; left > kBytesStep; left -= kBytesStep, from += kBytesStep, target += kTextStep) {
    _mm512_storeu_si512(target, characters(_mm512_maskz_loadu_epi8(lowest(kBytesStep), from)));
  }
  const auto last = _mm512_maskz_loadu_epi8(lowest(left), from);
  const auto size = left / 3 * 4 + (left % 3 == 0 ? 0 : left % 3 + 1);
  _mm512_mask_storeu_epi8(target, lowest(size), characters(last));
}

}  // namespace jwtkeep::base::base64url

#endif
