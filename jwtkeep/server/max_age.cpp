#include "jwtkeep/server/max_age.hpp"

#include <algorithm>

namespace jwtkeep::server {
namespace {

/// Whether the step changes which public keys there are, or which of them signs.
bool concerns_verifiers(const keyring::Step& step) noexcept { return step.kind != keyring::Step::Kind::destroy; }

}  // namespace

base::Seconds max_age(const keyring::Policy& policy, const keyring::Steps& ahead, base::Instant now) noexcept {
  auto age = policy.propagation;
  for (const auto& step : ahead) {
    if (!concerns_verifiers(step)) continue;
    // Not before: `safe_at` of a step that waits for a destination is no more than a lower bound either.
    const auto earliest = std::max(step.soonest_at, step.wanted_at);
    // When its time has just come, whoever takes it is about to.
    const bool hangs = now >= earliest + kShortest;
    age = std::min(age, hangs ? kShortest : std::chrono::floor<base::Seconds>(earliest - now));
  }
  return std::max(std::min(age, policy.propagation), base::Seconds{0});
}

}  // namespace jwtkeep::server
