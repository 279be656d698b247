#include "jwtkeep/base/edit_distance.hpp"

#include <algorithm>
#include <vector>

namespace jwtkeep::base {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row[b.size()];
}

std::string nearest(const std::vector<std::string>& words, std::string_view typed) {
  std::string found;
  std::size_t best = 3;
  for (const auto& word : words) {
    const auto distance = edit_distance(typed, word);
    if (distance < best) {
      best = distance;
      found = word;
    }
  }
  return found;
}

}  // namespace jwtkeep::base
