// Walks over a keyboard: straight on, with turns, and in patterns that repeat (1qaz2wsx).
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdlib>

#include "jwtkeep/strength/keyboards.hpp"
#include "jwtkeep/strength/piece.hpp"

namespace jwtkeep::strength {
namespace {

constexpr std::size_t kShortest = 4;
constexpr std::size_t kLongest = 64;
// Which of the keyboards, and which of its keys.
constexpr double kBitsOfStart = 2 + 6.6;
constexpr double kSameShift = 0.93;
// What the next step is: the last one again, one of the three before it, to any key that touches, or to any key at all.
constexpr double kStraight = 0.45;
constexpr double kPattern = 0.12;
constexpr double kTurn = 0.15 / 9;
constexpr double kJump = 0.03 / 48;
// A walk that costs more than this for each key is none.
constexpr double kMostBitsForEach = 3.2;

struct Step {
  int rows = 0;
  int columns = 0;
  friend bool operator==(const Step&, const Step&) = default;
};

/// Bits of a step by what it is: whether the keys touch, which of the four steps before it is the same, and whether the
/// shift key changes; one bit of the index each.
std::array<double, 64> make_bits_of_step() {
  std::array<double, 64> out{};
  for (std::size_t is = 0; is < out.size(); ++is) {
    const double chance =
        kJump + ((is & 1) != 0 ? kTurn : 0) + ((is & 2) != 0 ? kStraight : 0) + kPattern * std::popcount(is >> 2 & 7);
    out[is] = -std::log2(chance * ((is & 32) != 0 ? 1 - kSameShift : kSameShift));
  }
  return out;
}

std::size_t index_of(const Step& step, const std::array<Step, 4>& before, std::size_t walked, bool shift_changes) {
  std::size_t is = std::abs(step.rows) <= 1 && std::abs(step.columns) <= 1 ? 1 : 0;
  for (std::size_t ago = 0; ago < std::min(walked, before.size()); ++ago) {
    if (before[ago] == step) is |= std::size_t{2} << ago;
  }
  return is | (shift_changes ? 32 : 0);
}

Step step_between(const KeyPlace& from, const KeyPlace& to) { return {to.row - from.row, to.column - from.column}; }

void find_on(const Keyboard& keyboard, base::ByteView text, std::size_t start, Pieces& into) {
  static const std::array<double, 64> bits_of_step = make_bits_of_step();
  std::array<Step, 4> before{};
  double bits = kBitsOfStart;
  for (std::size_t at = start + 1; at < std::min(text.size(), start + kLongest); ++at) {
    const KeyPlace& from = keyboard[text[at - 1]];
    const KeyPlace& to = keyboard[text[at]];
    if (!to.exists()) return;
    const Step step = step_between(from, to);
    bits += bits_of_step[index_of(step, before, at - 1 - start, from.shifted != to.shifted)];
    before = {step, before[0], before[1], before[2]};
    const std::size_t length = at + 1 - start;
    // By then it would have shown that it is one.
    if (length > 3 && bits > kBitsOfStart + kMostBitsForEach * 1.5 * static_cast<double>(length)) return;
    const double all = bits + bits_of_number(length);
    if (length < kShortest || all > kBitsOfStart + kMostBitsForEach * static_cast<double>(length)) continue;
    into.push_back({.family = Piece::Family::walk,
                    .kind = FindingKind::keyboard_walk,
                    .offset = start,
                    .length = length,
                    .bits = all});
  }
}

bool is_within_straight(const Keyboard& keyboard, base::ByteView text, std::size_t at) {
  if (at == 0 || at % kLongest == 0) return false;
  const std::array places{keyboard[text[at - 1]], keyboard[text[at]], keyboard[text[at + 1]]};
  return places[0].exists() && places[1].exists() && places[2].exists() &&
         step_between(places[0], places[1]) == step_between(places[1], places[2]);
}

}  // namespace

void find_walks(base::ByteView text, Pieces& into) {
  for (const Keyboard& keyboard : keyboards()) {
    for (std::size_t start = 0; start + kShortest <= text.size(); ++start) {
      if (is_within_straight(keyboard, text, start)) continue;  // whatever walks on from here began earlier
      if (keyboard[text[start]].exists()) find_on(keyboard, text, start, into);
    }
  }
}

}  // namespace jwtkeep::strength
