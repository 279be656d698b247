// Phrases of data/phrases.txt, in any case and with any one separator between their words, or none.
#include "jwtkeep/strength/automaton.hpp"
#include "jwtkeep/strength/letters.hpp"
#include "jwtkeep/strength/piece.hpp"
#include "jwtkeep/strength/tables.hpp"

namespace jwtkeep::strength {
namespace {

constexpr double kBits = 8 + 6;  // log2 of how many there are, and how they are written

}  // namespace

void find_phrases(base::ByteView text, Pieces& into) {
  const auto edges = tables::phrase_edges();
  for (std::size_t start = 0; start < text.size(); ++start) {
    if (!is_letter(text[start])) continue;
    std::uint32_t node = root_of(edges);
    std::size_t signs = 0;
    for (std::size_t at = start; at < text.size() && node != 0; ++at) {
      if (is_sign(text[at])) {
        if (++signs > 2) break;
        continue;
      }
      signs = 0;
      const std::uint32_t edge = edge_at(edges, node, lower(text[at]));
      if (edge == 0) break;
      node = Edge(edges[edge]).node();
      if (!Edge(edges[edge]).ends_word()) continue;
      into.push_back({.family = Piece::Family::phrase,
                      .kind = FindingKind::phrase,
                      .offset = start,
                      .length = at + 1 - start,
                      .bits = kBits});
    }
  }
}

}  // namespace jwtkeep::strength
