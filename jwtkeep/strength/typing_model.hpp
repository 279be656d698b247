// How many bits a model of what people type needs for a text. Internal to this room.
//
// The model reads byte by byte and gives each next byte a probability from those before it. It mixes experts (letters
// as they follow each other in six European languages, neighbouring keys, counting and repeating, copies of what
// stood earlier, characters of one kind, and plain uniform ones) with weights that follow whoever did best
// (Herbster and Warmuth 1998, "Tracking the best expert"). Because the probabilities of all texts of one length sum
// to at most one, a uniformly random text of an alphabet of 2^b characters needs n * b - g bits or fewer with a
// probability of at most 2^-g: the likelihood ratio has mean at most one, and Markov's inequality does the rest.
#pragma once

#include <algorithm>
#include <vector>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::strength {

/// The bits of each byte, in order. Wiped when freed, for together they narrow the text down.
class TypingCosts {
 public:
  explicit TypingCosts(base::ByteView text);
  TypingCosts(const TypingCosts&) = delete;
  TypingCosts& operator=(const TypingCosts&) = delete;
  ~TypingCosts();

  [[nodiscard]] double of(std::size_t offset, std::size_t length) const;  ///< of some bytes together
  [[nodiscard]] double all() const { return of(0, costs_.size()); }

  /// Makes a byte cost at most `bits`.
  void cap(std::size_t offset, double bits) { costs_[offset] = std::min(costs_[offset], bits); }

 private:
  std::vector<double> costs_;
};

/// The bits of all bytes.
double typing_bits(base::ByteView text);

/// The bits of `letters` (ASCII letters of one word or of words written together) by the letter pairs alone.
double letter_pair_bits(base::ByteView letters);

/// At least so many bits fewer than random digits of the same encoding hold: typed. By chance that is 2^-45 for one
/// code, and with the choice between two codes and a few encodings below 2^-40, which is 9e-13.
inline constexpr double kTypedGain = 45;

}  // namespace jwtkeep::strength
