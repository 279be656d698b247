// The cheapest way to put a text together from pieces and single characters. Internal to this room.
#pragma once

#include <span>

#include "jwtkeep/strength/piece.hpp"
#include "jwtkeep/strength/typing_model.hpp"

namespace jwtkeep::strength {

struct Parse {
  double bits = 0;
  std::vector<Piece> taken;        ///< by offset; the characters between them stand for themselves
  std::vector<double> bits_until;  ///< what the first n characters cost, evenly spread over each piece
};

/// At each place the attacker says what comes next, a character or a piece of which family, and then which one. What
/// they say has a probability of its own at each place (words come after words), these sum to one, and so do those of
/// all characters (typing_model.hpp) and of all pieces of a family (piece.hpp). All texts together hence have a
/// probability of at most one, and a random text of n characters of b bits is parsed for n * b - g bits or fewer with a
/// probability of at most 2^-g. That holds where `costs` are the model's own; `cap` makes them an estimate.
Parse cheapest_parse(base::ByteView text, const TypingCosts& costs, std::span<const Piece> pieces);

}  // namespace jwtkeep::strength
