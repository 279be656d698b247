#include "jwtkeep/strength/typed_text.hpp"

#include <algorithm>
#include <bitset>
#include <cmath>
#include <limits>
#include <utility>

#include "jwtkeep/strength/letters.hpp"
#include "jwtkeep/strength/parse.hpp"
#include "jwtkeep/strength/sentence.hpp"
#include "jwtkeep/strength/typing_model.hpp"

namespace jwtkeep::strength {
namespace {

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
// The first sign between words, and the same again.
constexpr double kSignFirst = 5;
constexpr double kSignAgain = 0.7;

// Fingers that hit the keys at random stay where they lie. Such runs, seen in the list of published secrets, cost about
// this much for each key once the model knows them.
constexpr double kMashedKey = 2.6;
constexpr double kMashedGain = 16;
constexpr std::size_t kShortestMash = 10;
constexpr double kHomeRow = 0.55;

/// Letters as one word may hold them: small ones, or capitals, or small ones after a capital.
std::size_t letter_run(base::ByteView text, std::size_t from) {
  std::size_t at = from;
  while (at < text.size() && is_upper(text[at])) ++at;
  if (at - from > 1) return at - from;
  while (at < text.size() && is_lower(text[at])) ++at;
  return at - from;
}

double price_of_letters(base::ByteView run, double by_model) {
  const double held = kRandomLetter * static_cast<double>(run.size());
  const double gain = held - letter_pair_bits(run);
  if (gain >= kSurelyLanguage) return kLanguageLetter;
  const auto home = std::ranges::count_if(run, [](std::uint8_t c) {
    return std::string_view("asdfghjkl").find(static_cast<char>(lower(c))) != std::string_view::npos;
  });
  if (run.size() >= kShortestMash && held - by_model >= kMashedGain &&
      static_cast<double>(home) >= kHomeRow * static_cast<double>(run.size())) {
    return kMashedKey;
  }
  return gain >= kPerhapsLanguage ? kPerhapsLanguageLetter : kRandomLetter;
}

/// Replaces the model's costs by language's where a run of letters is language.
void cheapen_language(base::ByteView text, TypingCosts& costs) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = letter_run(text, at);
    if (length > 1) {
      const double price = price_of_letters(text.subspan(at, length), costs.of(at, length));
      for (std::size_t i = at; i < at + length; ++i) costs.cap(i, price);
    }
    at += std::max<std::size_t>(length, 1);
  }
}

/// Letters and digits that change in a fixed order (k7m2p9x4, ab12cd34) are typed so; no generator writes like that.
void cheapen_patterned(base::ByteView text, TypingCosts& costs) {
  constexpr std::size_t kLongestPeriod = 4;
  constexpr std::size_t kShortestRun = 20;
  constexpr double kPrice = 2.8;
  const auto kind = [&](std::size_t at) {
    return is_lower(text[at]) ? 0 : is_upper(text[at]) ? 1 : is_digit(text[at]) ? 2 : is_sign(text[at]) ? 3 : 4;
  };
  for (std::size_t period = 2; period <= kLongestPeriod; ++period) {
    for (std::size_t begin = 0; begin + kShortestRun <= text.size();) {
      std::size_t end = begin + period;
      while (end < text.size() && kind(end) == kind(end - period)) ++end;
      std::size_t changes = 0;
      for (std::size_t at = begin + 1; at < begin + period; ++at) changes += kind(at) == kind(at - 1) ? 0 : 1;
      if (changes > 0 && end - begin >= kShortestRun) {
        for (std::size_t at = begin; at < end; ++at) costs.cap(at, kPrice);
      }
      begin = end - period + 1;
    }
  }
}

bool is_of_word(std::uint8_t c) { return is_letter(c) || c >= 0x80; }

/// People set all words apart by the same sign, or by the same digit.
void cheapen_signs(base::ByteView text, TypingCosts& costs) {
  std::bitset<128> seen;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool alone = at > 0 && is_of_word(text[at - 1]) && at + 1 < text.size() && is_of_word(text[at + 1]);
    if (!is_sign(text[at]) && !(is_digit(text[at]) && alone)) continue;
    if (seen.test(text[at])) {
      costs.cap(at, kSignAgain);
    } else if (at > 0 && is_of_word(text[at - 1])) {
      costs.cap(at, kSignFirst);
    }
    seen.set(text[at]);
  }
}

/// The length of the UTF-8 sequence that starts with `lead`; 1 for what starts none.
std::size_t sequence_length(std::uint8_t lead) {
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  if (lead >= 0xe0) return lead < 0xf0 ? 3 : 1;
  return lead >= 0xc2 ? 2 : 1;
}

/// People write words outside ASCII too, and few of those are in the dictionary. Shannon's 1 to 2.5 bits a letter are
/// rounded up; ideographs carry about a syllable each.
void cheapen_foreign(base::ByteView text, TypingCosts& costs) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = std::min(sequence_length(text[at]), text.size() - at);
    if (length > 1) {
      costs.cap(at, length == 2 ? 3.0 : 6.0);
      for (std::size_t i = at + 1; i < at + length; ++i) costs.cap(i, 0);
    }
    at += length;
  }
}

Pieces find_all(base::ByteView text, bool published_counts) {
  Pieces pieces;
  pieces.reserve(text.size() * 4);
  find_words(text, pieces);
  if (published_counts) find_published(text, pieces);
  find_copies(text, pieces);
  find_sequences(text, pieces);
  find_walks(text, pieces);
  find_dates(text, pieces);
  find_phrases(text, pieces);
  return pieces;
}

/// The text with letters put back for digits and signs that stand beside letters, and how many there were.
std::pair<base::SecretBytes, std::size_t> with_letters_put_back(base::ByteView text) {
  auto out = base::SecretBytes::copy_of(text);
  std::size_t count = 0;
  out.fill([&](base::MutableByteView target) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      const bool beside = (at > 0 && is_letter(text[at - 1])) || (at + 1 < text.size() && is_letter(text[at + 1]));
      if (!beside || letter_for(text[at]) == 0) continue;
      target[at] = letter_for(text[at]);
      ++count;
    }
  });
  return {std::move(out), count};
}

// Published secrets one behind the other: which of them, and its case. Eight of the shortest are 40 bytes.
constexpr std::size_t kMostLinks = 7;
constexpr double kBitsOfLink = 17.5;

struct Estimate {
  double bits = 0;
  std::vector<Pattern> patterns;
};

Estimate estimate(base::ByteView text, const TypingCosts& costs, const Pieces& pieces) {
  // Three letters make a word of almost anything.
  constexpr std::size_t kShortestFinding = 4;
  const Parse parse = cheapest_parse(text, costs, pieces);
  Estimate out{.bits = parse.bits, .patterns = {}};
  for (const Piece& piece : parse.taken) {
    if (piece.length < kShortestFinding && piece.family != Piece::Family::personal) continue;
    out.patterns.push_back({piece.kind, piece.offset, piece.length});
  }
  out.bits = std::min(out.bits, most_bits_of_few_words(text, pieces, parse));
  for (const Sentence& sentence : find_sentences(text, pieces, parse)) {
    out.bits -= sentence.saved_bits;
    out.patterns.push_back({FindingKind::phrase, sentence.offset, sentence.length});
  }
  return out;
}

}  // namespace

double quick_gain(base::ByteView text, double held_bits) { return std::max(0.0, held_bits - typing_bits(text)); }

bool holds_published(base::ByteView text) {
  // Eight characters of any encoding cost more than the choice of one of them.
  constexpr std::size_t kShortestTelling = 8;
  Pieces pieces;
  find_published(text, pieces);
  return std::ranges::any_of(pieces, [](const Piece& piece) { return piece.length >= kShortestTelling; });
}

namespace {

void cheapen(base::ByteView text, TypingCosts& costs) {
  cheapen_language(text, costs);
  cheapen_patterned(text, costs);
  cheapen_signs(text, costs);
  cheapen_foreign(text, costs);
}

/// What a text takes whose words have letters replaced: the text with its letters, and which of them are replaced.
/// `costs` are the text's, and those of its letters afterwards.
Estimate estimate_replaced(base::ByteView text, TypingCosts& costs, const Pieces& pieces) {
  constexpr std::size_t kFewest = 3;
  // Two words show that it is worth the time.
  constexpr std::ptrdiff_t kFewestWords = 2;
  constexpr std::size_t kShortestWord = 4;
  constexpr double kBitsOfEach = 1;
  constexpr double kBitsOfWay = 4;
  const auto [plain, count] = with_letters_put_back(text);
  const auto is_telling = [](const Piece& piece) {
    return piece.kind == FindingKind::leet_word && piece.length >= kShortestWord;
  };
  if (count < kFewest || std::ranges::count_if(pieces, is_telling) < kFewestWords)
    return {.bits = std::numeric_limits<double>::infinity(), .patterns = {}};
  Estimate out = plain.reveal([&](base::ByteView letters) {
    cheapen(letters, costs);
    Pieces found;
    find_words(letters, found);
    find_copies(letters, found);
    find_phrases(letters, found);
    find_dates(letters, found);
    return estimate(letters, costs, found);
  });
  out.bits += kBitsOfWay + kBitsOfEach * static_cast<double>(count);
  for (Pattern& pattern : out.patterns) {
    const base::ByteView written = text.subspan(pattern.offset, pattern.length);
    if (pattern.kind == FindingKind::dictionary_word &&
        std::ranges::any_of(written, [](std::uint8_t c) { return letter_for(c) != 0; })) {
      pattern.kind = FindingKind::leet_word;
    }
  }
  return out;
}

}  // namespace

TypedReading read_typed(base::ByteView text, double held_bits, const std::vector<std::string>& personal,
                        bool published_counts) {
  TypingCosts costs(text);
  Pieces pieces = find_all(text, published_counts);
  const double by_model = costs.all();
  TypedReading reading;
  if (held_bits > 0) {
    reading.gain = std::max(0.0, held_bits - std::min(by_model, cheapest_parse(text, costs, pieces).bits));
  }

  cheapen(text, costs);
  Estimate best = estimate(text, costs, pieces);
  best.bits = std::min(best.bits, costs.all());
  if (const std::size_t chain = published_counts ? published_chain(text, kMostLinks) : 0; chain > 0) {
    best.bits = std::min(best.bits, kBitsOfLink * static_cast<double>(chain));
  }
  if (!personal.empty()) {
    find_personal(text, personal, pieces);
    Estimate informed = estimate(text, costs, pieces);
    if (informed.bits < best.bits) best = std::move(informed);
  }
  if (Estimate replaced = estimate_replaced(text, costs, pieces); replaced.bits < best.bits) best = std::move(replaced);
  reading.bits = best.bits;
  reading.patterns = std::move(best.patterns);
  return reading;
}

}  // namespace jwtkeep::strength
