// How much randomness a byte string can hold, by what repeats and counts in it. Internal to this room.
#pragma once

#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/strength/pattern.hpp"

namespace jwtkeep::strength {

struct Estimate {
  double bits = 0;
  std::vector<Pattern> patterns;
};

/// An upper estimate in bits: each byte costs `bits_per_byte`, unless it stands in a run that repeats or counts.
/// Random bytes lose less than a bit on average. Time is quadratic: give at most `kJudgedBytes`.
Estimate estimate_bytes(base::ByteView bytes, double bits_per_byte);

/// Only so much of a secret is looked at; the rest can only add to its strength, and 1024 bytes are plenty.
inline constexpr std::size_t kJudgedBytes = 1024;

}  // namespace jwtkeep::strength
