// Words that make a sentence, which take far fewer guesses than the same words drawn one by one. Internal to this room.
#pragma once

#include <span>
#include <vector>

#include "jwtkeep/strength/parse.hpp"

namespace jwtkeep::strength {

struct Sentence {
  std::size_t offset = 0;
  std::size_t length = 0;
  double saved_bits = 0;  ///< what its words cost in `parse`, less what a sentence of that length costs
};

/// At least five words, written apart or together, of which nearly all are in the dictionary and a quarter are those
/// that hold sentences together: articles, pronouns, prepositions. Only those that save something; none overlap.
std::vector<Sentence> find_sentences(base::ByteView text, std::span<const Piece> pieces, const Parse& parse);

/// The most that a text of up to four dictionary words holds, written apart or together with a few signs and digits
/// between them, however rare they are; infinite for any other text. Four of the dictionary's words hold 68 bits.
double most_bits_of_few_words(base::ByteView text, std::span<const Piece> pieces, const Parse& parse);

}  // namespace jwtkeep::strength
