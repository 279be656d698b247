#include "jwtkeep/keyring/forecast.hpp"

#include <algorithm>

#include "jwtkeep/keyring/life.hpp"

namespace jwtkeep::keyring {
namespace {

/// Every destination holds `revision` from `at` on.
void confirm_all(Confirmations& confirmations, std::uint64_t revision, base::Instant at) {
  for (auto& destination : confirmations) {
    const bool known =
        std::ranges::any_of(destination.confirmed, [&](const Confirmation& held) { return held.revision >= revision; });
    if (!known) destination.confirmed.push_back({revision, at});
  }
}

bool all_over(const Keyring& keyring, const std::vector<std::string>& kids) {
  return std::ranges::none_of(kids, [&](const std::string& kid) {
    const auto* key = keyring.find(kid);
    return key != nullptr && verifies(key->state);
  });
}

}  // namespace

Forecast forecast(const Keyring& keyring, const Confirmations& confirmations, base::Instant now, bool by_hand,
                  std::size_t most_steps) {
  std::vector<std::string> today;
  for (const auto* key : verifying_keys(keyring)) {
    if (key->state != State::pending) today.push_back(key->kid);
  }

  Forecast ahead{.steps = {}, .end = keyring};
  Confirmations held = confirmations;
  int fresh_keys = 0;
  const auto begin = now;
  while (ahead.steps.size() < most_steps) {
    confirm_all(held, ahead.end.revision, now);
    const auto steps = plan(ahead.end, ahead.end.policy, held, now);
    const auto time_of = [&](const Step& step) {
      const bool hurried = by_hand && step.kind == Step::Kind::activate;
      return std::max({now, step.safe_at, hurried ? step.safe_at : step.wanted_at});
    };
    const auto next = std::ranges::min_element(steps, {}, time_of);
    if (next == steps.end()) break;
    // What is due at the beginning is played in any case: after a compromise no key may be left, or none that signs.
    if (all_over(ahead.end, today) && time_of(*next) > begin) break;
    now = time_of(*next);
    Key fresh;
    if (next->kind == Step::Kind::publish) {
      fresh.kid = "next-" + std::to_string(++fresh_keys);
      fresh.alg = keyring.policy.alg;
    }
    auto after = apply(ahead.end, *next, now, &fresh);
    if (!after) break;
    ahead.steps.push_back({*next, now});
    if (by_hand && next->kind == Step::Kind::activate) ahead.steps.back().step.wanted_at = now;
    if (next->kind == Step::Kind::publish) ahead.steps.back().step.kid = fresh.kid;
    if (next->kind == Step::Kind::activate) by_hand = false;
    ahead.end = std::move(*after);
  }
  return ahead;
}

}  // namespace jwtkeep::keyring
