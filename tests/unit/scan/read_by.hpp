// Running one extractor over a text, with the triggers that the scanner would give it.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/scan/automaton/automaton.hpp"
#include "jwtkeep/scan/extract.hpp"

namespace jwtkeep::scan::test {

inline Candidates read_by(void (*extract)(const SourceText&, Candidates&), std::string_view path,
                          std::string_view text) {
  static const auto automaton = Automaton::create().value();
  std::vector<Trigger> triggers;
  automaton.find(text, triggers);
  SourceText source{.path = path, .text = text, .language = language_of(path, text), .triggers = triggers};
  source.speaks_of_jwt = source.has(Sign::library);
  Candidates found;
  extract(source, found);
  std::ranges::sort(found, {}, [](const Candidate& one) { return one.span; });
  return found;
}

/// Each one's value.
inline std::vector<std::string> values_of(const Candidates& found) {
  std::vector<std::string> values;
  for (const auto& candidate : found) values.emplace_back(candidate.value.view());
  return values;
}

}  // namespace jwtkeep::scan::test
