#include "jwtkeep/scan/choose.hpp"

#include <algorithm>
#include <tuple>

namespace jwtkeep::scan {
namespace {

/// Less is better.
auto rank(const Candidate& candidate) noexcept {
  const bool by_look = candidate.kind <= Kind::token;
  return std::tuple(by_look ? 0 : 1, candidate.certainty, candidate.kind, candidate.span.begin - candidate.span.end);
}

}  // namespace

void choose(Candidates& candidates) {
  std::ranges::stable_sort(candidates, {},
                           [](const Candidate& one) { return std::pair(one.span.begin, one.span.end); });
  Candidates kept;
  kept.reserve(candidates.size());
  for (auto& candidate : candidates) {
    // Those kept do not overlap each other, so that only the last ones can meet this one.
    bool better = true;
    while (!kept.empty() && kept.back().span.meets(candidate.span)) {
      if (rank(kept.back()) <= rank(candidate)) {
        better = false;
        break;
      }
      kept.pop_back();
    }
    if (better) kept.push_back(std::move(candidate));
  }
  candidates = std::move(kept);
}

}  // namespace jwtkeep::scan
