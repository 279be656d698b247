// The tables that tools/strength_data.py makes at build time, as they lie in the program. Internal to this room.
#pragma once

#include <cstdint>
#include <span>

namespace jwtkeep::strength::tables {

std::span<const std::uint32_t> known_index() noexcept;  ///< slots by hash: a mark and where the secret's line begins
std::span<const std::uint8_t> known_starts() noexcept;  ///< bits by the hash of a secret's first bytes
/// How many defaults there are, where the origin of each begins, where the last ends, and then the origins as text.
std::span<const std::uint32_t> known_origins() noexcept;

std::span<const std::uint32_t> word_edges() noexcept;  ///< automaton.hpp
std::span<const std::uint32_t> word_skips() noexcept;  ///< for each edge, the words that its elder siblings lead to
std::span<const std::uint8_t> word_costs() noexcept;   ///< by a word's number: quarters of bits, and 0x80 for glue
std::span<const std::uint32_t> phrase_edges() noexcept;

std::span<const std::uint32_t> digest_first() noexcept;   ///< where the digests with each first 16 bits begin
std::span<const std::uint32_t> digest_middle() noexcept;  ///< the next 32 bits of each
std::span<const std::uint16_t> digest_last() noexcept;    ///< and the 16 behind them

}  // namespace jwtkeep::strength::tables
