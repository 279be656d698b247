// Published secrets that stand in a longer text.
#include <algorithm>
#include <cmath>

#include "jwtkeep/strength/known_index.hpp"
#include "jwtkeep/strength/piece.hpp"

namespace jwtkeep::strength {
namespace {

// Shorter ones are words, or cost no less than their characters.
constexpr std::size_t kShortest = kStartBytes;
// Longer ones are looked for at the begin, and where another one ended: nobody puts them elsewhere, and time would be
// quadratic.
constexpr std::size_t kLongestAnywhere = 128;
constexpr std::size_t kLongest = 2048;
constexpr double kBits = 17;  // log2 of how many there are, and their case

}  // namespace

void find_published(base::ByteView text, Pieces& into) {
  std::vector<bool> joint(text.size() + 1);
  joint[0] = true;
  for (std::size_t start = 0; start + kShortest <= text.size(); ++start) {
    KnownHash hash;
    const std::size_t end = std::min(text.size(), start + (joint[start] ? kLongest : kLongestAnywhere));
    for (std::size_t at = start; at < end; ++at) {
      hash.add(text[at]);
      const std::size_t length = at + 1 - start;
      if (length < kShortest) continue;
      if (length == kStartBytes && !may_start_listed(hash.value())) break;
      if (!is_listed(text.subspan(start, length), hash.value())) continue;
      into.push_back({.family = Piece::Family::published,
                      .kind = FindingKind::published_piece,
                      .offset = start,
                      .length = length,
                      .bits = kBits});
      joint[start + length] = true;
    }
  }
}

std::size_t published_chain(base::ByteView text, std::size_t most) {
  // Only texts made for it come near so many steps.
  constexpr int kMostSteps = 100'000;
  std::vector<std::size_t> links(text.size() + 1, most + 1);
  links[0] = 0;
  int steps = 0;
  for (std::size_t start = 0; start < text.size(); ++start) {
    if (links[start] >= most) continue;
    KnownHash hash;
    for (std::size_t at = start; at < std::min(text.size(), start + kLongest); ++at) {
      if (++steps > kMostSteps) return 0;
      hash.add(text[at]);
      if (links[at + 1] <= links[start] + 1) continue;
      if (is_listed(text.subspan(start, at + 1 - start), hash.value())) links[at + 1] = links[start] + 1;
    }
  }
  return links.back() <= most ? links.back() : 0;
}

}  // namespace jwtkeep::strength
