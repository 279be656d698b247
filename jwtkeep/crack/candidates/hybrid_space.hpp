// Words with a mask before or behind them (hashcat's attacks 7 and 6).
#pragma once

#include "jwtkeep/crack/candidates/mask.hpp"
#include "jwtkeep/crack/candidates/space.hpp"
#include "jwtkeep/crack/candidates/word_source.hpp"

namespace jwtkeep::crack {

enum class Side : std::uint8_t { before, behind };

/// Each word with each candidate of the mask on that side of it.
std::unique_ptr<Space> hybrid_space(std::unique_ptr<WordSource> source, Mask mask, Side side);

}  // namespace jwtkeep::crack
