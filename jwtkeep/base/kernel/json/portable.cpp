// What every machine has; with SSE2, which every x86-64 has.
#include "jwtkeep/base/kernel/json/kernels.hpp"
#include "jwtkeep/base/kernel/json/read_surveyed.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace jwtkeep::base::json {
namespace {

/// `text` has to be followed by spaces up to a multiple of 64 bytes.
void survey(const char* text, std::size_t blocks, Survey& found) noexcept {
#if defined(__SSE2__)
  auto refused = _mm_setzero_si128();
  auto all = _mm_setzero_si128();
  auto* next = found.quotes.data();
  for (std::size_t block = 0; block < blocks; ++block) {
    std::uint64_t quotes = 0;
#pragma GCC unroll 4
    for (unsigned i = 0; i < 4; ++i) {
      const auto bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + block * kBlock) + i);
      const auto here = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'))));
      quotes |= std::uint64_t{here} << (16 * i);
      const auto control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes);
      refused = _mm_or_si128(refused, _mm_or_si128(control, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))));
      all = _mm_or_si128(all, bytes);
    }
    next = add_quotes(next, block, quotes);
  }
  *next = kNoQuote;
  found.has_escape_or_control = _mm_movemask_epi8(refused) != 0;
  found.is_ascii = _mm_movemask_epi8(all) == 0;
#else
  found.has_escape_or_control = false;
  found.is_ascii = true;
  auto* next = found.quotes.data();
  for (std::size_t block = 0; block < blocks; ++block) {
    std::uint64_t quotes = 0;
    for (unsigned i = 0; i < kBlock; ++i) {
      const auto byte = static_cast<unsigned char>(text[block * kBlock + i]);
      quotes |= std::uint64_t{byte == '"'} << i;
      if (byte < 0x20 || byte == '\\') found.has_escape_or_control = true;
      if (byte >= 0x80) found.is_ascii = false;
    }
    next = add_quotes(next, block, quotes);
  }
  *next = kNoQuote;
#endif
}

}  // namespace

std::size_t read_portable(const char* text, std::size_t size, std::span<JsonNode> nodes) noexcept {
  Survey found;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by survey
  survey(text, blocks_in(size), found);
  return read_surveyed(found, text, size, nodes.data(), nodes.size());
}

}  // namespace jwtkeep::base::json
