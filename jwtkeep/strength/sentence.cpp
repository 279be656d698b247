#include "jwtkeep/strength/sentence.hpp"

#include <algorithm>
#include <limits>

#include "jwtkeep/strength/letters.hpp"

namespace jwtkeep::strength {
namespace {

// Shannon 1951 ("Prediction and entropy of printed English") bounds it by 1.3 bits a letter for a reader who knows the
// language; the language models of today do better.
constexpr double kBitsOfCharacter = 1.2;
constexpr double kBitsOfBegin = 6;
constexpr std::size_t kFewestWords = 5;
constexpr double kGlue = 0.25;   // the share of articles and the like; in sentences it is near one half
constexpr double kInside = 0.8;  // the share of words that the dictionary has

struct Word {
  std::size_t offset = 0;
  std::size_t length = 0;
  bool known = false;
  bool glue = false;
};

bool is_word_byte(std::uint8_t c) { return is_letter(c) || c >= 0x80; }

/// The words of a text as signs set them apart.
std::vector<Word> words_apart(base::ByteView text, std::span<const Piece> pieces) {
  std::vector<Word> words;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_word_byte(text[end])) ++end;
    if (end > at) words.push_back({.offset = at, .length = end - at});
    at = std::max(end, at + 1);
  }
  for (const Piece& piece : pieces) {
    if (piece.family != Piece::Family::word) continue;
    const auto word = std::ranges::lower_bound(words, piece.offset, {}, &Word::offset);
    if (word == words.end() || word->offset != piece.offset || word->length != piece.length) continue;
    word->known = true;
    word->glue = piece.glue;
  }
  return words;
}

/// The words that the cheapest parse took, which is how words written together come apart.
std::vector<Word> words_taken(const Parse& parse) {
  std::vector<Word> words;
  for (const Piece& piece : parse.taken) {
    const bool is_word = piece.family == Piece::Family::word || piece.family == Piece::Family::altered_word ||
                         piece.family == Piece::Family::phrase;
    if (is_word) words.push_back({.offset = piece.offset, .length = piece.length, .known = true, .glue = piece.glue});
  }
  return words;
}

/// One after another with at most two signs between them, and only signs.
bool follows(base::ByteView text, const Word& before, const Word& next) {
  const std::size_t end = before.offset + before.length;
  return next.offset >= end && next.offset - end <= 2 &&
         std::ranges::all_of(text.subspan(end, next.offset - end), is_sign);
}

void add_sentences(base::ByteView text, std::span<const Word> words, const Parse& parse, std::vector<Sentence>& into) {
  for (std::size_t first = 0; first < words.size();) {
    std::size_t end = first + 1;
    while (end < words.size() && follows(text, words[end - 1], words[end])) ++end;
    const auto run = words.subspan(first, end - first);
    first = end;
    const auto count = static_cast<double>(run.size());
    if (run.size() < kFewestWords || static_cast<double>(std::ranges::count(run, true, &Word::glue)) < kGlue * count ||
        static_cast<double>(std::ranges::count(run, true, &Word::known)) < kInside * count) {
      continue;
    }
    const std::size_t begin = run.front().offset;
    const std::size_t length = run.back().offset + run.back().length - begin;
    // What is no word that somebody knows, signs too, costs in a sentence what it costs anywhere.
    double saved = -kBitsOfBegin;
    for (const Word& word : run) {
      if (!word.known) continue;
      const double as_word = parse.bits_until[word.offset + word.length] - parse.bits_until[word.offset];
      saved += as_word - kBitsOfCharacter * static_cast<double>(word.length);
    }
    // Short words written together are found in any letters.
    if (saved <= 0 || length < run.size() * 3) continue;
    const auto overlaps = [&](const Sentence& other) {
      return other.offset < begin + length && begin < other.offset + other.length;
    };
    if (std::ranges::none_of(into, overlaps)) into.push_back({begin, length, saved});
  }
}

bool are_few_and_all(base::ByteView text, std::span<const Word> words) {
  constexpr std::size_t kMostWords = 4;
  constexpr std::size_t kMostBetween = 8;
  std::size_t covered = 0;
  for (const Word& word : words) covered += word.length;
  return !words.empty() && words.size() <= kMostWords && text.size() - covered <= kMostBetween &&
         std::ranges::all_of(words, &Word::known);
}

}  // namespace

double most_bits_of_few_words(base::ByteView text, std::span<const Piece> pieces, const Parse& parse) {
  constexpr double kBitsOfWord = 25;  // the rarest of its list, in any case, and a sign behind it
  for (const auto& words : {words_apart(text, pieces), words_taken(parse)}) {
    if (are_few_and_all(text, words)) return kBitsOfWord * static_cast<double>(words.size()) + 8;
  }
  return std::numeric_limits<double>::infinity();
}

std::vector<Sentence> find_sentences(base::ByteView text, std::span<const Piece> pieces, const Parse& parse) {
  std::vector<Sentence> found;
  add_sentences(text, words_apart(text, pieces), parse, found);
  add_sentences(text, words_taken(parse), parse, found);
  return found;
}

}  // namespace jwtkeep::strength
