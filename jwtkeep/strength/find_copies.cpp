// Pieces that stand earlier already, and runs of one character.
#include <cmath>

#include "jwtkeep/strength/piece.hpp"

namespace jwtkeep::strength {
namespace {

constexpr std::size_t kShortest = 4;

struct Copy {
  std::size_t distance = 0;
  std::size_t length = 0;
};

/// The longest piece at `at` that stands earlier already; it may overlap itself, as a run of one byte does.
Copy longest_copy(base::ByteView text, std::size_t at) {
  Copy best;
  for (std::size_t from = 0; from < at; ++from) {
    // What cannot be longer is not looked at.
    if (at + best.length >= text.size()) break;
    if (text[from] != text[at] || text[from + best.length] != text[at + best.length]) continue;
    std::size_t length = 1;
    while (at + length < text.size() && text[from + length] == text[at + length]) ++length;
    if (length > best.length) best = {at - from, length};
  }
  return best;
}

}  // namespace

void find_copies(base::ByteView text, Pieces& into) {
  for (std::size_t at = 1; at < text.size(); ++at) {
    const Copy copy = longest_copy(text, at);
    if (copy.length < kShortest) continue;
    into.push_back({.family = Piece::Family::copy,
                    .kind = copy.distance == 1 ? FindingKind::repeat : FindingKind::repeated_block,
                    .offset = at,
                    .length = copy.length,
                    .bits = std::log2(static_cast<double>(at)) + bits_of_number(copy.length)});
    // A run is one thing for people; the parse finds it as that.
    if (copy.distance == 1) at += copy.length - 1;
  }
}

}  // namespace jwtkeep::strength
