// Copying the characters of a JSON string that need no escape. Internal to this room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace jwtkeep::base::json {

/// Whether a character stands for itself in a JSON string, as it is written here.
constexpr bool is_plain(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7f;
}

/// Copies the plain characters that `text` begins with, or fewer, to `to`, which has room for the whole of it. Gives
/// how many. `seen` gets a bit from 0x80 on in any of its bytes when there was one that is not ASCII.
#if defined(__SSE2__)
[[gnu::always_inline]] inline bool are_plain(__m128i bytes) noexcept {
  const auto quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
  const auto backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
  const auto rubout = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7f));
  const auto control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes);
  return _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, backslash), _mm_or_si128(rubout, control))) == 0;
}

[[gnu::always_inline]] inline std::size_t copy_plain(std::string_view text, char* to, __m128i& seen) noexcept {
  const char* from = text.data();
  const std::size_t size = text.size();
  std::size_t done = 0;
  if (size >= 16) {
    const auto copy = [&](std::size_t at) __attribute__((always_inline)) {
      const auto bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + at));
      _mm_storeu_si128(reinterpret_cast<__m128i*>(to + at), bytes);
      seen = _mm_or_si128(seen, bytes);
      return are_plain(bytes);
    };
    while (done + 16 <= size && copy(done)) done += 16;
    if (size - done < 16 && copy(size - 16)) return size;  // some of them for a second time
  } else if (size >= 8) {
    const auto first = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(from));
    const auto last = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(from + size - 8));
    const auto bytes = _mm_unpacklo_epi64(first, last);
    if (are_plain(bytes)) {
      _mm_storel_epi64(reinterpret_cast<__m128i*>(to), first);
      _mm_storel_epi64(reinterpret_cast<__m128i*>(to + size - 8), last);
      seen = _mm_or_si128(seen, bytes);
      return size;
    }
  } else if (size != 0) {
    // First, middle and last: the pieces of a text that is short overlap and cover it.
    std::uint32_t low = 0;
    std::uint32_t high = 0;
    if (size >= 4) {
      std::memcpy(&low, from, 4);
      std::memcpy(&high, from + size - 4, 4);
    } else {
      low = static_cast<std::uint8_t>(from[0]) |
            static_cast<std::uint32_t>(static_cast<std::uint8_t>(from[size / 2])) << 8 |
            static_cast<std::uint32_t>(static_cast<std::uint8_t>(from[size - 1])) << 16 | 0x20000000U;
      high = low;
    }
    const auto bytes = _mm_set1_epi64x(static_cast<std::int64_t>(low | std::uint64_t{high} << 32));
    if (are_plain(bytes)) {
      if (size >= 4) {
        std::memcpy(to, &low, 4);
        std::memcpy(to + size - 4, &high, 4);
      } else {
        to[0] = from[0];
        to[size / 2] = from[size / 2];
        to[size - 1] = from[size - 1];
      }
      seen = _mm_or_si128(seen, bytes);
      return size;
    }
  }
  std::uint8_t rest = 0;
  for (; done < size && is_plain(from[done]); ++done) {
    rest |= static_cast<std::uint8_t>(from[done]);
    to[done] = from[done];
  }
  seen = _mm_or_si128(seen, _mm_cvtsi32_si128(rest));
  return done;
}

using SeenBytes = __m128i;
inline bool is_ascii(SeenBytes seen) noexcept { return _mm_movemask_epi8(seen) == 0; }
#else
using SeenBytes = std::uint8_t;
inline bool is_ascii(SeenBytes seen) noexcept { return seen < 0x80; }

inline std::size_t copy_plain(std::string_view text, char* to, SeenBytes& seen) noexcept {
  std::size_t done = 0;
  for (; done < text.size() && is_plain(text[done]); ++done) {
    seen |= static_cast<std::uint8_t>(text[done]);
    to[done] = text[done];
  }
  return done;
}
#endif

}  // namespace jwtkeep::base::json
