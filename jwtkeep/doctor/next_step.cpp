#include "jwtkeep/doctor/next_step.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "jwtkeep/rotate/synced.hpp"

namespace jwtkeep::doctor {
namespace {

using Kind = NextStep::Kind;

/// What is alike of several keyrings: told of the first, the others are counted.
struct Told {
  NextStep first;
  std::size_t keyrings = 0;

  void add(NextStep step) {
    if (keyrings++ == 0) first = std::move(step);
  }
};

class Steps {
 public:
  explicit Steps(base::Instant now) : now_(now) {}

  void look(const store::WholeKeyring& whole) {
    const auto& ring = whole.keyring;
    const auto& name = ring.name.text();
    const auto push = "jwtkeep sync push " + name;
    if (ring.active() == nullptr) {
      signerless_.add({Kind::give_signer, name + " has no key that signs", "jwtkeep rotate " + name});
    }
    if (const auto failed = failure(whole)) {
      failing_.add({Kind::reach, fmt::format("{} has not reached {}", name, *failed), push});
    } else if (const auto behind = std::ranges::count_if(
                   whole.destinations, [&](const auto& each) { return store::awaits_push(each, ring); });
               behind > 0) {
      behind_.add({Kind::push,
                   fmt::format("{} has changed, and {} of its destinations {} yet to hold it", name, behind,
                               behind == 1 ? "has" : "have"),
                   push});
    }
    bool due = false;
    for (const auto& step : keyring::plan(ring, ring.policy, store::confirmations(whole.destinations, now_), now_)) {
      due = due || step.due(now_);
      if (step.held(now_)) {
        held_.add({Kind::confirm,
                   fmt::format("the rotation of {} waits for {} to confirm", name, step.waiting_for.front()),
                   "jwtkeep show " + name});
      }
    }
    (due ? due_ : to_see_).add({Kind::rotate, name, "jwtkeep rotate --due"});
  }

  [[nodiscard]] std::vector<NextStep> all(bool more_due) {
    std::vector<NextStep> steps;
    tell(steps, signerless_);
    tell(steps, failing_);
    if (due_.keyrings > 0) {
      due_.first.what = due_.keyrings == 1 && !more_due
                            ? "a step of " + due_.first.what + " is due"
                            : fmt::format("steps of {}{} keyrings are due", due_.keyrings, more_due ? " or more" : "");
      steps.push_back(due_.first);
    }
    tell(steps, behind_);
    tell(steps, held_);
    // Whoever has a failing destination to mend has looked at it.
    if (steps.empty() && to_see_.keyrings > 0) {
      to_see_.first.what = "it is time to look whether the destinations of " + to_see_.first.what +
                           (to_see_.keyrings > 1 || more_due ? " and others" : "") + " still hold what was pushed";
      steps.push_back(to_see_.first);
    }
    return steps;
  }

 private:
  /// The first destination whose last push failed, and why.
  static std::optional<std::string> failure(const store::WholeKeyring& whole) {
    for (const auto& destination : whole.destinations) {
      if (!rotate::is_synced(destination)) continue;
      const auto synced = rotate::read_synced(destination);
      if (synced && synced->problem) return destination.id + ": " + synced->problem->what;
      if (!synced) return destination.id + ": " + synced.error().what;
    }
    return std::nullopt;
  }

  static void tell(std::vector<NextStep>& steps, const Told& told) {
    if (told.keyrings == 0) return;
    steps.push_back(told.first);
    if (told.keyrings == 1) return;
    steps.back().what += fmt::format(" (and so with {} more)", told.keyrings - 1);
  }

  base::Instant now_;
  Told signerless_, failing_, due_, behind_, held_, to_see_;
};

}  // namespace

std::string_view word(Kind kind) noexcept {
  switch (kind) {
    case Kind::make_store: return "make_store";
    case Kind::open_store: return "open_store";
    case Kind::make_keyring: return "make_keyring";
    case Kind::give_signer: return "give_signer";
    case Kind::reach: return "reach";
    case Kind::rotate: return "rotate";
    case Kind::push: return "push";
    case Kind::confirm: return "confirm";
    case Kind::wait: return "wait";
  }
  return "";
}

std::vector<NextStep> next_steps(const Sight& sight, base::Instant now) {
  if (!sight.has_store) return {{Kind::make_store, "there is no store yet", "jwtkeep init"}};
  if (sight.closed) {
    constexpr std::string_view kRun = "run: ";
    const auto& hint = sight.closed->hint;
    return {{Kind::open_store, sight.closed->what, hint.starts_with(kRun) ? hint.substr(kRun.size()) : hint}};
  }
  if (!sight.has_keyrings) return {{Kind::make_keyring, "the store has no keyring yet", "jwtkeep new orders/prod"}};
  Steps steps(now);
  for (const auto& whole : sight.due) steps.look(whole);
  auto found = steps.all(sight.more_due);
  if (found.empty()) found.push_back({});
  return found;
}

}  // namespace jwtkeep::doctor
