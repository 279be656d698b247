#include "jwtkeep/strength/parse.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "jwtkeep/strength/letters.hpp"

namespace jwtkeep::strength {
namespace {

/// What stands before a place.
enum State : std::uint8_t { kElsewhere, kAfterWord, kAfterSign, kAfterAltered, kAfterPublished, kStates };

// Bits to say what comes next: -log2 of a probability. Each row's probabilities sum to one.
struct Choice {
  double character;
  std::array<double, 9> family;  ///< in the order of Piece::Family
};

// The character, then: word, altered word, published, personal, copy, sequence, walk, date, phrase.
constexpr std::array<std::array<double, 10>, kStates> kChances{{
    {0.74, 0.13, 0.030, 0.020, 0.020, 0.020, 0.009, 0.009, 0.016, 0.006},
    {0.35, 0.44, 0.030, 0.010, 0.030, 0.020, 0.010, 0.010, 0.090, 0.010},
    {0.35, 0.44, 0.030, 0.010, 0.030, 0.020, 0.010, 0.010, 0.090, 0.010},
    {0.36, 0.20, 0.330, 0.010, 0.030, 0.020, 0.010, 0.010, 0.020, 0.010},
    {0.15, 0.15, 0.030, 0.600, 0.020, 0.020, 0.010, 0.005, 0.005, 0.010},
}};

std::array<Choice, kStates> make_choices() {
  std::array<Choice, kStates> out{};
  for (std::size_t state = 0; state < kStates; ++state) {
    out[state].character = -std::log2(kChances[state][0]);
    for (std::size_t family = 0; family < out[state].family.size(); ++family) {
      out[state].family[family] = -std::log2(kChances[state][family + 1]);
    }
  }
  return out;
}

State after_character(State before, std::uint8_t c) {
  if (before == kAfterSign) return is_sign(c) ? kAfterSign : kElsewhere;
  return (before == kAfterWord || before == kAfterAltered) && (is_sign(c) || is_digit(c)) ? kAfterSign : kElsewhere;
}

State after_piece(Piece::Family family) {
  switch (family) {
    case Piece::Family::altered_word: return kAfterAltered;
    case Piece::Family::word:
    case Piece::Family::personal:
    case Piece::Family::phrase: return kAfterWord;
    case Piece::Family::date: return kAfterSign;
    case Piece::Family::published: return kAfterPublished;
    default: return kElsewhere;
  }
}

struct Way {
  double bits = std::numeric_limits<double>::infinity();
  const Piece* piece = nullptr;  ///< the last step; none for a character
  State before = kElsewhere;     ///< the state from which it was taken
};

class Ways {
 public:
  explicit Ways(std::size_t size) : ways_(size + 1) { ways_[0][kElsewhere].bits = 0; }

  void offer(std::size_t end, State state, Way way) {
    if (way.bits < ways_[end][state].bits) ways_[end][state] = way;
  }

  [[nodiscard]] const Way& at(std::size_t place, State state) const { return ways_[place][state]; }

  [[nodiscard]] State best_end() const {
    const auto best = std::ranges::min_element(ways_.back(), {}, &Way::bits);
    return static_cast<State>(best - ways_.back().begin());
  }

 private:
  std::vector<std::array<Way, kStates>> ways_;
};

Parse walk_back(const Ways& ways, std::size_t size) {
  Parse parse;
  parse.bits_until.resize(size + 1);
  State state = ways.best_end();
  parse.bits = ways.at(size, state).bits;
  for (std::size_t at = size; at > 0;) {
    const Way& way = ways.at(at, state);
    const std::size_t begin = at - (way.piece != nullptr ? way.piece->length : 1);
    const double bits_before = ways.at(begin, way.before).bits;
    if (way.piece != nullptr) parse.taken.push_back(*way.piece);
    for (std::size_t inside = begin + 1; inside <= at; ++inside) {
      const auto share = static_cast<double>(inside - begin) / static_cast<double>(at - begin);
      parse.bits_until[inside] = bits_before + share * (way.bits - bits_before);
    }
    state = way.before;
    at = begin;
  }
  std::ranges::reverse(parse.taken);
  return parse;
}

}  // namespace

Parse cheapest_parse(base::ByteView text, const TypingCosts& costs, std::span<const Piece> pieces) {
  static const std::array<Choice, kStates> choices = make_choices();
  // The pieces that begin at each place, as lists.
  constexpr auto kNone = static_cast<std::size_t>(-1);
  std::vector<std::size_t> first(text.size(), kNone);
  std::vector<std::size_t> next(pieces.size(), kNone);
  for (std::size_t i = 0; i < pieces.size(); ++i) next[i] = std::exchange(first[pieces[i].offset], i);

  Ways ways(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (std::uint8_t number = 0; number < kStates; ++number) {
      const auto state = static_cast<State>(number);
      const double bits = ways.at(at, state).bits;
      if (bits == std::numeric_limits<double>::infinity()) continue;
      ways.offer(at + 1, after_character(state, text[at]),
                 {bits + choices[state].character + costs.of(at, 1), nullptr, state});
      for (std::size_t i = first[at]; i != kNone; i = next[i]) {
        const Piece& piece = pieces[i];
        ways.offer(at + piece.length, after_piece(piece.family),
                   {bits + choices[state].family[static_cast<std::size_t>(piece.family)] + piece.bits, &piece, state});
      }
    }
  }
  return walk_back(ways, text.size());
}

}  // namespace jwtkeep::strength
