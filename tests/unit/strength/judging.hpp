// Shorthands of the judge's tests.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "jwtkeep/strength/judge.hpp"
#include "jwtkeep/strength/judgement_json.hpp"

namespace jwtkeep::strength {

inline Judgement judge_text(std::string_view text, const JudgeOptions& options = {}) {
  return judge(base::SecretBytes::copy_of(text), options);
}

inline const Finding* find(const Judgement& judgement, FindingKind kind) {
  const auto it = std::ranges::find(judgement.findings, kind, &Finding::kind);
  return it == judgement.findings.end() ? nullptr : &*it;
}

/// The kinds found, in order, e.g. `too_short trailing_newline`: compares and prints well.
inline std::string kinds(const Judgement& judgement) {
  std::string out;
  for (const Finding& finding : judgement.findings) {
    out += (out.empty() ? "" : " ");
    out += word(finding.kind);
  }
  return out;
}

}  // namespace jwtkeep::strength
