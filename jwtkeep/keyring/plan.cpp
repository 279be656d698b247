#include "jwtkeep/keyring/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "jwtkeep/keyring/held.hpp"

namespace jwtkeep::keyring {
namespace {

using base::Instant;

Step publish_step(const Keyring& keyring, const Policy& policy, Instant now) {
  Step step{.kind = Step::Kind::publish};
  step.safe_at = now;  // a key that only verifies can do no harm
  const auto* active = keyring.active();
  if (policy.standby || active == nullptr) {
    step.wanted_at = now;
  } else {
    step.wanted_at = *active->activated_at + policy.rotate_every - publish_to_active(policy);
  }
  return step;
}

Step activate_step(const Keyring& keyring, const Policy& policy, const Key& pending, const Confirmations& confirmations,
                   Instant now) {
  Step step{.kind = Step::Kind::activate, .kid = pending.kid};
  const auto* active = keyring.active();
  if (active == nullptr) {
    step.emergency = true;
    step.safe_at = step.wanted_at = now;
    return step;
  }
  auto held = everyone_since(confirmations, pending.published_revision, pending.published_at, now);
  step.soonest_at = pending.published_at + publish_to_active(policy);
  step.safe_at = held.since + publish_to_active(policy);
  step.waiting_for = std::move(held.waiting_for);
  step.wanted_at = *active->activated_at + policy.rotate_every;
  return step;
}

Step retire_step(const Policy& policy, const Key& retiring, const Confirmations& confirmations, Instant now) {
  Step step{.kind = Step::Kind::retire, .kid = retiring.kid};
  auto held = everyone_since(confirmations, retiring.superseded_revision, *retiring.superseded_at, now);
  step.soonest_at = *retiring.superseded_at + active_to_retired(policy);
  step.safe_at = held.since + active_to_retired(policy);
  step.wanted_at = step.soonest_at;
  step.waiting_for = std::move(held.waiting_for);
  return step;
}

Step destroy_step(const Policy& policy, const Key& key) {
  Step step{.kind = Step::Kind::destroy, .kid = key.kid};
  const auto since = key.state == State::compromised ? *key.compromised_at : *key.retired_at;
  step.safe_at = step.wanted_at = since + policy.retention;
  return step;
}

}  // namespace

Steps plan(const Keyring& keyring, const Policy& policy, const Confirmations& confirmations, Instant now) {
  Steps steps;
  for (const auto& key : keyring.keys) {
    if (key.state == State::retiring) steps.push_back(retire_step(policy, key, confirmations, now));
    const bool over = key.state == State::retired || key.state == State::compromised;
    if (over && !key.destroyed_at) steps.push_back(destroy_step(policy, key));
  }
  if (const auto* pending = keyring.pending()) {
    steps.push_back(activate_step(keyring, policy, *pending, confirmations, now));
  } else {
    steps.push_back(publish_step(keyring, policy, now));
  }
  return steps;
}

std::optional<Instant> next_due(const Steps& steps) {
  std::optional<Instant> earliest;
  for (const auto& step : steps) {
    const auto at = std::max(step.safe_at, step.wanted_at);
    if (!earliest || at < *earliest) earliest = at;
  }
  return earliest;
}

std::string_view word(Step::Kind kind) noexcept {
  switch (kind) {
    case Step::Kind::publish: return "publish";
    case Step::Kind::activate: return "activate";
    case Step::Kind::retire: return "retire";
    case Step::Kind::destroy: return "destroy";
  }
  return "";
}

std::string why(const Step& step, const Policy& policy) {
  const auto text = [](base::Seconds duration) { return base::format_duration(duration); };
  switch (step.kind) {
    case Step::Kind::publish:
      return policy.standby ? "the next key is kept published ahead, so that every verifier knows it before it signs"
                            : "published P + S before it is to sign";
    case Step::Kind::activate:
      if (step.emergency) return "no key signs: the next one takes over at once";
      if (step.wanted_at > step.safe_at) return fmt::format("a key signs for {}", text(policy.rotate_every));
      return fmt::format("published + P {} + S {}: every verifier knows it", text(policy.propagation),
                         text(policy.skew));
    case Step::Kind::retire:
      return fmt::format("superseded + Q {} + T {} + 2 x S {}: its last token has expired",
                         text(policy.sign_propagation), text(policy.token_lifetime), text(policy.skew));
    case Step::Kind::destroy: return fmt::format("kept for the retention of {}", text(policy.retention));
  }
  return {};
}

}  // namespace jwtkeep::keyring
