// Words of data/words: as they are, with letters replaced, and backwards.
#include <algorithm>
#include <array>
#include <cmath>

#include "jwtkeep/strength/automaton.hpp"
#include "jwtkeep/strength/letters.hpp"
#include "jwtkeep/strength/piece.hpp"
#include "jwtkeep/strength/tables.hpp"

namespace jwtkeep::strength {
namespace {

constexpr std::size_t kShortestReversed = 4;
constexpr std::size_t kShortestAltered = 3;
constexpr std::size_t kLongestWord = 32;
// Every start tries so many steps at most: only texts made for it come near.
constexpr int kMostSteps = 400;
// The two ways to alter a word.
constexpr double kReplaced = 0.25;
constexpr double kReversed = 2.66;
constexpr std::uint8_t kGlue = 0x80;

struct Substitute {
  std::uint8_t written;
  std::uint8_t letter;
};

constexpr std::array kSubstitutes = std::to_array<Substitute>({
    {'4', 'a'}, {'@', 'a'}, {'8', 'b'}, {'(', 'c'}, {'3', 'e'}, {'6', 'g'}, {'9', 'g'},
    {'1', 'i'}, {'!', 'i'}, {'|', 'i'}, {'1', 'l'}, {'|', 'l'}, {'7', 'l'}, {'0', 'o'},
    {'5', 's'}, {'$', 's'}, {'7', 't'}, {'+', 't'}, {'%', 'x'}, {'2', 'z'},
});

/// Bits to say how a letter is written, where letters may be replaced: each way is as likely.
struct WaysToWrite {
  std::array<double, 256> bits{};
  std::array<bool, 256> substitutes{};

  WaysToWrite() {
    std::array<int, 256> ways{};
    for (const Substitute& each : kSubstitutes) {
      ++ways[each.letter];
      substitutes[each.written] = true;
    }
    for (std::size_t c = 0; c < bits.size(); ++c) bits[c] = std::log2(1 + ways[c]);
  }
};

const WaysToWrite& ways_to_write() {
  static const WaysToWrite instance;
  return instance;
}

/// Bits for the case of a word's letters: small, a capital first, capitals, or each for itself.
double bits_of_case(base::ByteView word) {
  const auto uppers = static_cast<std::size_t>(std::ranges::count_if(word, is_upper));
  if (uppers == 0) return 1;
  if (uppers == 1 && is_upper(word[0])) return 1.84;
  const auto letters = static_cast<std::size_t>(std::ranges::count_if(word, is_letter));
  return uppers == letters ? 2.4 : 5.06 + static_cast<double>(letters);
}

/// The edges that leave the root, which has far more than any other node, by their labels.
const std::array<std::uint32_t, 256>& first_edges() {
  static const auto instance = [] {
    std::array<std::uint32_t, 256> out{};
    const auto edges = tables::word_edges();
    for (std::size_t label = 0; label < out.size(); ++label) {
      out[label] = edge_at(edges, root_of(edges), static_cast<std::uint8_t>(label));
    }
    return out;
  }();
  return instance;
}

class Search {
 public:
  Search(base::ByteView text, Pieces& into)
      : text_(text), into_(into), edges_(tables::word_edges()), skips_(tables::word_skips()) {}

  void run() {
    for (start_ = 0; start_ < text_.size(); ++start_) {
      plain();
      steps_ = 0;
      if (may_be_altered()) altered(root_of(edges_), 0, start_, 0, false);
    }
  }

  /// The same text backwards, whose words are told in the offsets of the text itself.
  void run_backwards(base::ByteView reversed) {
    text_ = reversed;
    for (start_ = 0; start_ < text_.size(); ++start_) {
      std::uint32_t node = root_of(edges_);
      std::uint32_t number = 0;
      for (std::size_t at = start_; at < text_.size(); ++at) {
        const std::uint32_t edge = follow(node, number, lower(text_[at]));
        if (edge == 0) break;
        if (ends(edge) && at + 1 - start_ >= kShortestReversed) {
          const std::size_t length = at + 1 - start_;
          add(Piece::Family::altered_word, FindingKind::dictionary_word, text_.size() - start_ - length, length,
              number - 1, kReversed + bits_of_case(text_.subspan(start_, length)));
        }
      }
    }
  }

 private:
  /// Goes on over `label`; `number` counts the words that come before those behind it, and this one where it ends one.
  std::uint32_t follow(std::uint32_t& node, std::uint32_t& number, std::uint8_t label) const {
    const std::uint32_t at = node == root_of(edges_) ? first_edges()[label] : edge_at(edges_, node, label);
    if (at == 0) return 0;
    node = Edge(edges_[at]).node();
    number += skips_[at] + (ends(at) ? 1 : 0);
    return at;
  }

  [[nodiscard]] bool ends(std::uint32_t edge) const { return Edge(edges_[edge]).ends_word(); }

  void plain() {
    std::uint32_t node = root_of(edges_);
    std::uint32_t number = 0;
    for (std::size_t at = start_; at < text_.size(); ++at) {
      const std::uint32_t edge = follow(node, number, lower(text_[at]));
      if (edge == 0) break;
      if (!ends(edge)) continue;
      const std::size_t length = at + 1 - start_;
      add(Piece::Family::word, FindingKind::dictionary_word, start_, length, number - 1,
          bits_of_case(text_.subspan(start_, length)));
    }
  }

  [[nodiscard]] bool may_be_altered() const {
    const base::ByteView near = text_.subspan(start_, std::min<std::size_t>(text_.size() - start_, 12));
    return near.size() >= kShortestAltered &&
           std::ranges::any_of(near, [](std::uint8_t c) { return ways_to_write().substitutes[c]; });
  }

  // As deep as the longest word at most.
  void altered(std::uint32_t node, std::uint32_t number, std::size_t at, double bits, bool replaced) {
    if (at == text_.size() || ++steps_ > kMostSteps || at - start_ >= kLongestWord) return;
    altered_by(lower(text_[at]), node, number, at, bits, replaced);
    if (!ways_to_write().substitutes[text_[at]]) return;
    for (const Substitute& each : kSubstitutes) {
      if (each.written == text_[at]) altered_by(each.letter, node, number, at, bits, true);
    }
  }

  void altered_by(std::uint8_t letter, std::uint32_t node, std::uint32_t number, std::size_t at, double bits,
                  bool replaced) {
    const std::uint32_t edge = follow(node, number, letter);
    if (edge == 0) return;
    bits += ways_to_write().bits[letter];
    const std::size_t length = at + 1 - start_;
    if (replaced && ends(edge) && length >= kShortestAltered) {
      add(Piece::Family::altered_word, FindingKind::leet_word, start_, length, number - 1,
          kReplaced + bits + bits_of_case(text_.subspan(start_, length)));
    }
    altered(node, number, at + 1, bits, replaced);
  }

  void add(Piece::Family family, FindingKind kind, std::size_t offset, std::size_t length, std::uint32_t number,
           double bits) {
    const std::uint8_t cost = tables::word_costs()[number];
    into_.push_back({.family = family,
                     .kind = kind,
                     .glue = (cost & kGlue) != 0,
                     .offset = offset,
                     .length = length,
                     .bits = bits + 0.25 * (cost & ~kGlue)});
  }

  base::ByteView text_;
  Pieces& into_;
  std::span<const std::uint32_t> edges_;
  std::span<const std::uint32_t> skips_;
  std::size_t start_ = 0;
  int steps_ = 0;
};

}  // namespace

void find_words(base::ByteView text, Pieces& into) {
  Search search(text, into);
  search.run();
  base::SecretBytes reversed(text.size());
  reversed.fill([&](base::MutableByteView target) { std::ranges::reverse_copy(text, target.begin()); });
  reversed.reveal([&](base::ByteView backwards) { search.run_backwards(backwards); });
}

}  // namespace jwtkeep::strength
