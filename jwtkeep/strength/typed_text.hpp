// Whether somebody typed a text, and what it then takes to guess it. Internal to this room.
#pragma once

#include <string>
#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/strength/zxcvbn_estimate.hpp"

namespace jwtkeep::strength {

/// Bits that a text takes less than `held_bits`, which a random one of the same alphabet and length holds, by the
/// better of two prefix codes: the typing model alone, or dictionary words with the model between them. A random text
/// reaches `kTypedGain` with a probability below 1e-12 (typing_model.hpp). Never below 0.
double typed_gain(base::ByteView text, double held_bits, const Estimate& by_zxcvbn);

/// The same by the typing model alone, which is quick: a lower bound.
double quick_gain(base::ByteView text, double held_bits);

/// Bits of a typed text for whoever knows how people build them: words at their rank, joins and repeated signs nearly
/// free, other runs of letters at the price of language where their letter pairs are language.
double typed_bits(base::ByteView text, const Estimate& by_zxcvbn);

}  // namespace jwtkeep::strength
