// What every extractor's findings must hold.
#pragma once

#include <algorithm>
#include <string_view>

#include "jwtkeep/scan/automaton/automaton.hpp"
#include "jwtkeep/scan/extract.hpp"
#include "jwtkeep/scan/rule.hpp"
#include "tests/fuzz/check.hpp"

namespace jwtkeep::fuzz {

/// The triggers of `text`, as the scanner finds them.
inline std::vector<scan::Trigger> triggers_of(std::string_view text) {
  static const auto kAutomaton = scan::Automaton::create();
  std::vector<scan::Trigger> triggers;
  check(kAutomaton.has_value());
  kAutomaton->find(text, triggers);
  return triggers;
}

/// What `extract` finds: each within the text, under a rule that there is, and the same once more.
inline scan::Candidates found_by(void (*extract)(const scan::SourceText&, scan::Candidates&),
                                 const scan::SourceText& source) {
  scan::Candidates found;
  extract(source, found);
  for (const auto& candidate : found) {
    check(candidate.span.begin <= candidate.span.end && candidate.span.end <= source.text.size());
    check(!candidate.value.empty() && scan::find_rule(candidate.rule) != nullptr);
  }
  scan::Candidates again;
  extract(source, again);
  check(std::ranges::equal(found, again, {}, &scan::Candidate::span, &scan::Candidate::span));
  return found;
}

}  // namespace jwtkeep::fuzz
