// How often which letter follows which in words of English, German, French, Spanish, Italian and Dutch. Internal.
#pragma once

#include <cstddef>

namespace jwtkeep::strength {

/// The place outside a word: `follow(kNoLetter, x)` is how often words begin with x, `follow(x, kNoLetter)` how often
/// they end after it.
inline constexpr std::size_t kNoLetter = 26;

/// The probability that `next` comes after `previous`; letters are 0 to 25. Those after one letter sum to one.
double follow(std::size_t previous, std::size_t next);

}  // namespace jwtkeep::strength
