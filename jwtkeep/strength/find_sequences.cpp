// Characters that count by one step: abcdef, 2468, zyx, aaaa.
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "jwtkeep/strength/letters.hpp"
#include "jwtkeep/strength/piece.hpp"

namespace jwtkeep::strength {
namespace {

constexpr std::size_t kShortest = 4;
constexpr int kLargestStep = 9;
constexpr double kBitsOfStep = 4.25;  // log2 of -9 to 9

double bits_of_first(std::uint8_t c) { return is_printable(c) ? 7 : 9; }

}  // namespace

void find_sequences(base::ByteView text, Pieces& into) {
  for (std::size_t start = 0; start + kShortest <= text.size();) {
    const int step = text[start + 1] - text[start];
    std::size_t end = start + 2;
    while (end < text.size() && text[end] - text[end - 1] == step) ++end;
    const std::size_t length = end - start;
    if (length >= kShortest && std::abs(step) <= kLargestStep) {
      into.push_back({.family = Piece::Family::sequence,
                      .kind = step == 0 ? FindingKind::repeat : FindingKind::sequence,
                      .offset = start,
                      .length = length,
                      .bits = bits_of_first(text[start]) + kBitsOfStep + bits_of_number(length)});
    }
    start = end - 1;
  }
}

}  // namespace jwtkeep::strength
