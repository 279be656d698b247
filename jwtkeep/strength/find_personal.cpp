// Words that belong to whoever uses the secret, also with letters replaced by the commonest signs.
#include <algorithm>
#include <cmath>

#include "jwtkeep/strength/letters.hpp"
#include "jwtkeep/strength/piece.hpp"

namespace jwtkeep::strength {
namespace {

constexpr double kBitsOfWriting = 3;

bool stands_at(base::ByteView text, std::size_t at, std::string_view word) {
  return text.size() - at >= word.size() &&
         std::equal(word.begin(), word.end(), text.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char a, std::uint8_t b) {
                      const auto c = static_cast<std::uint8_t>(a);
                      const auto meant = letter_for(b);
                      return c == lower(b) || (meant != 0 && c == meant);
                    });
}

}  // namespace

void find_personal(base::ByteView text, const std::vector<std::string>& words, Pieces& into) {
  const double bits = std::log2(static_cast<double>(words.size()) + 1) + kBitsOfWriting;
  for (std::size_t start = 0; start < text.size(); ++start) {
    for (const std::string& word : words) {
      if (!stands_at(text, start, word)) continue;
      into.push_back({.family = Piece::Family::personal,
                      .kind = FindingKind::personal,
                      .offset = start,
                      .length = word.size(),
                      .bits = bits});
    }
  }
}

}  // namespace jwtkeep::strength
