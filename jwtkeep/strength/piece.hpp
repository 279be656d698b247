// Stretches of a text that somebody may have put there as one thing. Internal to this room.
#pragma once

#include <bit>
#include <cmath>
#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/strength/judge.hpp"

namespace jwtkeep::strength {

/// One such stretch and what it costs whoever tries pieces of its family. Within a family the probabilities 2^-bits of
/// all pieces that could stand at a place sum to at most one; that is what `parse` builds its bound on.
struct Piece {
  enum class Family : std::uint8_t { word, altered_word, published, personal, copy, sequence, walk, date, phrase };

  Family family = Family::word;
  FindingKind kind = FindingKind::dictionary_word;
  bool glue = false;  ///< one of the words that hold sentences together
  std::size_t offset = 0;
  std::size_t length = 0;
  double bits = 0;
};

using Pieces = std::vector<Piece>;

/// Bits of a whole number from 1 on where small ones are likelier (Elias 1975, gamma).
inline double bits_of_number(std::size_t number) { return 2.0 * static_cast<double>(std::bit_width(number)) - 1; }

// One for each family; `into` gets what they find in `text`, in no order.
void find_words(base::ByteView text, Pieces& into);
void find_published(base::ByteView text, Pieces& into);
void find_copies(base::ByteView text, Pieces& into);
void find_sequences(base::ByteView text, Pieces& into);
void find_walks(base::ByteView text, Pieces& into);
void find_dates(base::ByteView text, Pieces& into);
void find_phrases(base::ByteView text, Pieces& into);

/// The fewest published secrets, of any length, that one behind the other give all of `text`; 0 where more than `most`
/// or none do. Random texts are never made of few.
std::size_t published_chain(base::ByteView text, std::size_t most);

/// `words`: in lower case, the likeliest attacker's own list.
void find_personal(base::ByteView text, const std::vector<std::string>& words, Pieces& into);

}  // namespace jwtkeep::strength
