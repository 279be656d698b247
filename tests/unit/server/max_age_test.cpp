#include "jwtkeep/server/max_age.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "jwtkeep/keyring/life.hpp"
#include "tests/unit/now.hpp"

namespace jwtkeep::server {
namespace {

using namespace std::chrono_literals;
using base::Instant;
using base::Seconds;
using keyring::Step;

keyring::Policy policy_with(Seconds propagation) {
  keyring::Policy policy;
  policy.propagation = propagation;
  return policy;
}

keyring::Key key(std::string kid) {
  keyring::Key key;
  key.kid = std::move(kid);
  key.fingerprint = base::Bytes(16);
  return key;
}

Step step(Step::Kind kind, Seconds from_now) {
  return {.kind = kind, .safe_at = kNow + from_now, .wanted_at = kNow + from_now, .soonest_at = kNow + from_now};
}

TEST(MaxAge, IsPWhileNothingIsNear) {
  EXPECT_EQ(max_age(policy_with(10min), {}, kNow), 10min);
  EXPECT_EQ(max_age(policy_with(10min), {step(Step::Kind::activate, 2h)}, kNow), 10min);
}

TEST(MaxAge, RampsDownBeforeAChangeSoThatNoCopyOutlivesIt) {
  for (const auto kind : {Step::Kind::publish, Step::Kind::activate, Step::Kind::retire}) {
    EXPECT_EQ(max_age(policy_with(10min), {step(kind, 61s)}, kNow), 61s);
    EXPECT_EQ(max_age(policy_with(10min), {step(kind, 61s)}, kNow + 500ms), 60s);
    EXPECT_EQ(max_age(policy_with(10min), {step(kind, 2s)}, kNow), 2s);
    EXPECT_EQ(max_age(policy_with(10min), {step(kind, 2s)}, kNow + 1500ms), 0s);
    EXPECT_EQ(max_age(policy_with(10min), {step(kind, 0s)}, kNow + 500ms), 0s) << "it is about to be taken";
  }
}

TEST(MaxAge, HasNothingToDoWithSecretsThatAreWiped) {
  EXPECT_EQ(max_age(policy_with(10min), {step(Step::Kind::destroy, 10s)}, kNow), 10min);
}

TEST(MaxAge, IsShortWhileAChangeHangsInTheAir) {
  auto held = step(Step::Kind::activate, -5min);
  held.waiting_for = {"dotenv:/srv/.env"};
  EXPECT_EQ(max_age(policy_with(10min), {held}, kNow), kShortest);
  EXPECT_EQ(max_age(policy_with(2s), {held}, kNow), 2s);
  EXPECT_EQ(max_age(policy_with(0s), {held}, kNow), 0s);
}

/// Over a keyring's whole life: whoever keeps a copy as long as it was told never reads an older one after the change.
RC_GTEST_PROP(MaxAge, NeverOutlivesAPlannedChange, ()) {
  keyring::Policy policy;
  policy.propagation = Seconds{*rc::gen::inRange(0, 4000)};
  policy.rotate_every = Seconds{*rc::gen::inRange(3600, 400'000)};
  auto ring = keyring::begin(*keyring::Name::parse("orders/prod"), policy, key("first"), kNow);
  auto now = kNow;
  for (int change = 0; change < 6; ++change) {
    const auto ahead = keyring::plan(ring, policy, {}, now);
    const auto due = keyring::next_due(ahead);
    RC_ASSERT(due.has_value());
    const auto& next = *std::ranges::find_if(ahead, [&](const Step& each) { return each.due(*due); });
    const auto room = std::chrono::duration_cast<Seconds>(*due - now).count();
    if (room > 0 && next.kind != Step::Kind::destroy) {
      const auto asked = *rc::gen::element(now + Seconds{*rc::gen::inRange<std::int64_t>(0, room)}, *due - 1s, *due);
      RC_ASSERT(asked + max_age(policy, keyring::plan(ring, policy, {}, asked), asked) <= *due);
    }
    now = std::max(*due, now);
    const auto fresh = key("next" + std::to_string(change));
    auto after = keyring::apply(ring, next, now, &fresh);
    RC_ASSERT(after.has_value());
    ring = *std::move(after);
  }
}

}  // namespace
}  // namespace jwtkeep::server
