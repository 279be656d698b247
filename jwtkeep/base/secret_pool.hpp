// Guarded memory for small secrets. Internal to this room.
#pragma once

#include <cstddef>
#include <cstdint>

namespace jwtkeep::base {

/// Guarded memory costs about ten system calls a piece; a store with thousands of keys opens as many small secrets.
/// This pool takes 64 KiB of it at a time (locked, left out of core dumps, between inaccessible pages) and hands out
/// slots. A slot is wiped when it comes back, and a canary behind it tells, at that moment, that somebody wrote past
/// its end: the program ends then.
inline constexpr std::size_t kPooledBytes = 240;  ///< larger secrets get guarded memory of their own

/// A zeroed piece of `size_bytes` (above 0), from the pool or of its own. Ends the program when there is no memory.
std::uint8_t* take_guarded(std::size_t size_bytes);

/// Wipes and gives back what `take_guarded` gave for the same size.
void give_back_guarded(std::uint8_t* memory, std::size_t size_bytes) noexcept;

}  // namespace jwtkeep::base
