#include "jwtkeep/strength/typed_text.hpp"

#include <algorithm>
#include <bitset>
#include <cmath>

#include "jwtkeep/strength/typing_model.hpp"

namespace jwtkeep::strength {
namespace {

// A prefix code of words and single bytes. A word costs, beyond the logarithm of its rank: 2 bits to say that a word
// begins here (one chance in four; each single byte then costs 0.42 bits for saying that none does), 3.7 because zxcvbn
// holds about 2^17 ranks and the sum of 1/rank over them is below 13, 2.6 for up to six words that share a rank (one of
// each list it was made from), 1 for reading backwards, and 1 for small letters, a capital first or capitals alone.
constexpr double kWordOverhead = 10.3;
constexpr double kNoWordHere = 0.416;

// What zxcvbn adds for each piece after the first.
constexpr double kJoin = 1.75;

// Letters in words that the dictionary lacks. Shannon 1951 ("Prediction and entropy of printed English") finds 1 to
// 2.3 bits where sentences are known; words without a sentence carry somewhat more. A run that only resembles language
// is charged between that and the 4.7 bits of random letters.
constexpr double kRandomLetter = 4.7;
constexpr double kLanguageLetter = 2.5;
constexpr double kPerhapsLanguageLetter = 3.4;
// By how many bits the letter pairs of a run must be likelier than random letters: random ones are by chance once in
// 2^20 and once in 2^6.
constexpr double kSurelyLanguage = 20;
constexpr double kPerhapsLanguage = 6;
constexpr double kSignAgain = 1.5;  // a sign that stood before

bool is_lower(std::uint8_t c) { return c >= 'a' && c <= 'z'; }
bool is_upper(std::uint8_t c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(std::uint8_t c) { return c >= '0' && c <= '9'; }

/// Letters as one word may hold them: small ones, or capitals, or small ones after a capital.
std::size_t letter_run(base::ByteView text, std::size_t from, std::size_t end) {
  std::size_t at = from;
  while (at < end && is_upper(text[at])) ++at;
  if (at - from > 1) return at - from;
  while (at < end && is_lower(text[at])) ++at;
  return at - from;
}

double price_of_letters(base::ByteView run) {
  const double gain = kRandomLetter * static_cast<double>(run.size()) - letter_pair_bits(run);
  return gain >= kSurelyLanguage ? kLanguageLetter : gain >= kPerhapsLanguage ? kPerhapsLanguageLetter : kRandomLetter;
}

/// Replaces the model's costs by language's where a run of letters is language.
void cheapen_language(base::ByteView text, TypingCosts& costs) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = letter_run(text, at, text.size());
    if (length > 1) {
      const double price = price_of_letters(text.subspan(at, length));
      for (std::size_t i = at; i < at + length; ++i) costs.cap(i, price);
    }
    at += std::max<std::size_t>(length, 1);
  }
}

void cheapen_signs(base::ByteView text, TypingCosts& costs) {
  std::bitset<128> seen;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::uint8_t c = text[at];
    if (c >= 0x80 || is_lower(c) || is_upper(c) || is_digit(c)) continue;
    if (seen.test(c)) costs.cap(at, kSignAgain);
    seen.set(c);
  }
}

/// Small letters, a capital first, or capitals alone.
bool has_plain_case(base::ByteView word) {
  return std::ranges::none_of(word.subspan(1), is_upper) || std::ranges::none_of(word, is_lower);
}

}  // namespace

double quick_gain(base::ByteView text, double held_bits) { return std::max(0.0, held_bits - typing_bits(text)); }

double typed_gain(base::ByteView text, double held_bits, const Estimate& by_zxcvbn) {
  const TypingCosts costs(text);
  const double by_model = costs.all();
  double by_words = by_model + kNoWordHere * static_cast<double>(text.size());
  for (const Part& part : by_zxcvbn.parts) {
    if (part.make != Part::Make::word || !has_plain_case(text.subspan(part.offset, part.length))) continue;
    const double bytes = costs.of(part.offset, part.length) + kNoWordHere * static_cast<double>(part.length);
    by_words += std::min(0.0, part.bits + kWordOverhead - bytes);
  }
  return std::max(0.0, held_bits - std::min(by_model, by_words));
}

double typed_bits(base::ByteView text, const Estimate& by_zxcvbn) {
  TypingCosts costs(text);
  cheapen_language(text, costs);
  cheapen_signs(text, costs);
  double bits = costs.all();
  for (const Part& part : by_zxcvbn.parts) {
    if (part.make == Part::Make::literal) continue;
    bits += std::min(0.0, part.bits + (part.offset == 0 ? 0 : kJoin) - costs.of(part.offset, part.length));
  }
  return bits;
}

}  // namespace jwtkeep::strength
