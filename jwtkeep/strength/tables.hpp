// The tables that tools/strength_data.py makes at build time, as they lie in the program. Internal to this room.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace jwtkeep::strength::tables {

std::span<const std::uint32_t> known_index() noexcept;  ///< slots by hash: a mark and where the secret's line begins
/// How many defaults there are, where the origin of each begins, where the last ends, and then the origins as text.
std::span<const std::uint32_t> known_origins() noexcept;

}  // namespace jwtkeep::strength::tables
