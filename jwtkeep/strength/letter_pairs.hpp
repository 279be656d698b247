// Whether characters look like language, or like nothing a person would type. Internal to this room.
#pragma once

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/strength/judge.hpp"

namespace jwtkeep::strength {

/// How many pairs of neighbouring letters a text has, and how many of them are common in English.
struct LetterPairs {
  std::size_t pairs = 0;
  std::size_t common = 0;
};

/// Digits and signs that commonly stand for letters (0 for o, $ for s) count as those. Case is ignored.
/// Of random letters about a quarter are common pairs, of words nine in ten.
LetterPairs count_letter_pairs(base::ByteView text);

/// Whether a text in the alphabet of hex or base64 is so evenly mixed that asking zxcvbn about it would be a waste:
/// no words, no case or digit habits, no walks over the keyboard. Some random texts do not look like it; they are
/// then judged at length, to the same end.
bool looks_random(base::ByteView text, Encoding encoding);

}  // namespace jwtkeep::strength
