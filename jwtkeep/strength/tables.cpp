#include "jwtkeep/strength/tables.hpp"

#include "jwtkeep/strength/known_list.hpp"
#include "tables.inc"

// Each begins at a multiple of 64 bytes, and jwtkeep runs on little-endian machines alone.
// The names are the assembler's.
// NOLINTBEGIN(readability-identifier-naming)
extern "C" {
extern const char jwtkeep_known_list_begin[];
extern const char jwtkeep_known_list_end[];
extern const std::uint32_t jwtkeep_known_index_begin[];
extern const std::uint32_t jwtkeep_known_index_end[];
extern const std::uint8_t jwtkeep_known_starts_begin[];
extern const std::uint8_t jwtkeep_known_starts_end[];
extern const std::uint32_t jwtkeep_known_origins_begin[];
extern const std::uint32_t jwtkeep_known_origins_end[];
extern const std::uint32_t jwtkeep_words_edges_begin[];
extern const std::uint32_t jwtkeep_words_edges_end[];
extern const std::uint32_t jwtkeep_words_skips_begin[];
extern const std::uint32_t jwtkeep_words_skips_end[];
extern const std::uint8_t jwtkeep_words_costs_begin[];
extern const std::uint8_t jwtkeep_words_costs_end[];
extern const std::uint32_t jwtkeep_phrases_edges_begin[];
extern const std::uint32_t jwtkeep_phrases_edges_end[];
extern const std::uint32_t jwtkeep_digests_first_begin[];
extern const std::uint32_t jwtkeep_digests_first_end[];
extern const std::uint32_t jwtkeep_digests_middle_begin[];
extern const std::uint32_t jwtkeep_digests_middle_end[];
extern const std::uint16_t jwtkeep_digests_last_begin[];
extern const std::uint16_t jwtkeep_digests_last_end[];
}
// NOLINTEND(readability-identifier-naming)

namespace jwtkeep::strength {

std::string_view known_list() noexcept { return {jwtkeep_known_list_begin, jwtkeep_known_list_end}; }

namespace tables {

std::span<const std::uint32_t> known_index() noexcept { return {jwtkeep_known_index_begin, jwtkeep_known_index_end}; }
std::span<const std::uint8_t> known_starts() noexcept { return {jwtkeep_known_starts_begin, jwtkeep_known_starts_end}; }
std::span<const std::uint32_t> known_origins() noexcept {
  return {jwtkeep_known_origins_begin, jwtkeep_known_origins_end};
}
std::span<const std::uint32_t> word_edges() noexcept { return {jwtkeep_words_edges_begin, jwtkeep_words_edges_end}; }
std::span<const std::uint32_t> word_skips() noexcept { return {jwtkeep_words_skips_begin, jwtkeep_words_skips_end}; }
std::span<const std::uint8_t> word_costs() noexcept { return {jwtkeep_words_costs_begin, jwtkeep_words_costs_end}; }
std::span<const std::uint32_t> phrase_edges() noexcept {
  return {jwtkeep_phrases_edges_begin, jwtkeep_phrases_edges_end};
}
std::span<const std::uint32_t> digest_first() noexcept {
  return {jwtkeep_digests_first_begin, jwtkeep_digests_first_end};
}
std::span<const std::uint32_t> digest_middle() noexcept {
  return {jwtkeep_digests_middle_begin, jwtkeep_digests_middle_end};
}
std::span<const std::uint16_t> digest_last() noexcept { return {jwtkeep_digests_last_begin, jwtkeep_digests_last_end}; }

}  // namespace tables
}  // namespace jwtkeep::strength
