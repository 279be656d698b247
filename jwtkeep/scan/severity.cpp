#include "jwtkeep/scan/severity.hpp"

#include <algorithm>

namespace jwtkeep::scan {
namespace {

Severity lower(Severity severity) noexcept {
  return severity == Severity::low ? severity : static_cast<Severity>(static_cast<int>(severity) - 1);
}

/// As if it stood in a source file.
Severity by_itself(const Finding& finding, base::Instant now) noexcept {
  if (finding.token) {
    const auto& token = *finding.token;
    if (token.cracked) return Severity::high;  // whoever has it can forge any other one
    if (token.expires_at && *token.expires_at <= now) return Severity::low;
    return Severity::high;
  }
  if (finding.kind <= Kind::jwk) return Severity::high;
  return finding.certainty == Certainty::hinted ? Severity::medium : Severity::high;
}

}  // namespace

Severity severity_of(const Finding& finding, base::Instant now) noexcept {
  using enum keyring::State;
  if (std::ranges::any_of(finding.owners, [](const Owner& owner) {
        return owner.state == pending || owner.state == active || owner.state == retiring;
      })) {
    return Severity::critical;
  }
  const bool published = finding.strength == strength::Strength::published || !finding.product.empty();
  auto severity = by_itself(finding, now);
  switch (finding.setting) {
    case Setting::production:
    case Setting::source: return severity;
    case Setting::test:
    case Setting::example:
    case Setting::documentation: return published ? Severity::low : lower(severity);
  }
  return severity;
}

}  // namespace jwtkeep::scan
