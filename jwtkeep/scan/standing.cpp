#include "jwtkeep/scan/standing.hpp"

#include <algorithm>

namespace jwtkeep::scan {

Standing standing(const Finding& finding, base::Instant now) noexcept {
  if (finding.token && finding.token->expires_at && *finding.token->expires_at <= now) return Standing::expired;
  if (finding.owners.empty()) return Standing::unknown;
  if (is_live(finding)) return Standing::valid;
  const bool any_compromised =
      std::ranges::find(finding.owners, keyring::State::compromised, &Owner::state) != finding.owners.end();
  return any_compromised ? Standing::compromised : Standing::retired;
}

std::string_view word(Standing standing) noexcept {
  switch (standing) {
    case Standing::unknown: return "unknown";
    case Standing::valid: return "valid";
    case Standing::expired: return "expired";
    case Standing::retired: return "retired";
    case Standing::compromised: return "compromised";
  }
  return "unknown";
}

bool is_live(const Finding& finding) noexcept {
  return std::ranges::any_of(finding.owners, [](const Owner& owner) { return keyring::verifies(owner.state); });
}

}  // namespace jwtkeep::scan
