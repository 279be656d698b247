#include "jwtkeep/keyring/plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>

#include "jwtkeep/keyring/forecast.hpp"
#include "tests/unit/keyring/generators.hpp"

namespace jwtkeep::keyring {
namespace {

using base::Instant;
using testing_keys::fresh_key;
using testing_keys::kStart;
using namespace std::chrono_literals;

constexpr auto kTick = std::chrono::microseconds{1};

std::optional<Step> find(const Steps& steps, Step::Kind kind, std::string_view kid = {}) {
  const auto found = std::ranges::find_if(
      steps, [&](const Step& step) { return step.kind == kind && (kid.empty() || step.kid == kid); });
  return found == steps.end() ? std::nullopt : std::optional(*found);
}

Step planned(const Keyring& keyring, Step::Kind kind, Instant now, const Confirmations& confirmations = {},
             std::string_view kid = {}) {
  const auto step = find(plan(keyring, keyring.policy, confirmations, now), kind, kid);
  EXPECT_TRUE(step) << word(kind);
  return step.value_or(Step{});
}

Keyring publish(const Keyring& keyring, const char* kid, Instant now) {
  const auto key = fresh_key(kid);
  return *apply(keyring, {.kind = Step::Kind::publish}, now, &key);
}
Keyring activate(const Keyring& keyring, const char* kid, Instant now) {
  return *apply(keyring, {.kind = Step::Kind::activate, .kid = kid}, now);
}
Keyring retire(const Keyring& keyring, const char* kid, Instant now) {
  return *apply(keyring, {.kind = Step::Kind::retire, .kid = kid}, now);
}

/// A step is refused one microsecond before `at` and allowed from `at` on.
void expect_safe_from(const Keyring& keyring, Step::Kind kind, Instant at, const Confirmations& confirmations = {}) {
  EXPECT_FALSE(planned(keyring, kind, at - kTick, confirmations).safe(at - kTick)) << word(kind);
  EXPECT_TRUE(planned(keyring, kind, at, confirmations).safe(at)) << word(kind);
  EXPECT_TRUE(planned(keyring, kind, at + kTick, confirmations).safe(at + kTick)) << word(kind);
}

TEST(PlanPublish, StandbyIsPublishedAtOnce) {
  const auto keyring = testing_keys::new_keyring();
  const auto steps = plan(keyring, keyring.policy, {}, kStart);
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_EQ(steps.front().kind, Step::Kind::publish);
  EXPECT_TRUE(steps.front().due(kStart));
}

TEST(PlanPublish, WithoutStandbyItComesPAndSBeforeTheRotation) {
  auto policy = testing_keys::policy();
  policy.standby = false;
  const auto keyring = testing_keys::new_keyring(policy);
  const auto at = kStart + std::chrono::days{30} - 11min;
  EXPECT_FALSE(planned(keyring, Step::Kind::publish, at - kTick).due(at - kTick));
  EXPECT_TRUE(planned(keyring, Step::Kind::publish, at - kTick).safe(at - kTick));  // by hand it may come at any time
  EXPECT_TRUE(planned(keyring, Step::Kind::publish, at).due(at));
  // Published then, it may sign exactly when the period ends.
  const auto published = publish(keyring, "k2", at);
  const auto step = planned(published, Step::Kind::activate, at);
  EXPECT_EQ(step.safe_at, kStart + std::chrono::days{30});
  EXPECT_EQ(step.wanted_at, kStart + std::chrono::days{30});
}

TEST(PlanPublish, NeverWhileOneIsPending) {
  const auto keyring = publish(testing_keys::new_keyring(), "k2", kStart);
  EXPECT_FALSE(find(plan(keyring, keyring.policy, {}, kStart + 1h), Step::Kind::publish));
}

TEST(PlanActivate, NotBeforePAndSHavePassed) {
  const auto published_at = kStart + 1h + kTick;
  const auto keyring = publish(testing_keys::new_keyring(), "k2", published_at);
  expect_safe_from(keyring, Step::Kind::activate, published_at + 10min + 1min);
}

TEST(PlanActivate, IsWantedWhenThePeriodEnds) {
  const auto keyring = publish(testing_keys::new_keyring(), "k2", kStart);
  const auto at = kStart + std::chrono::days{30};
  EXPECT_FALSE(planned(keyring, Step::Kind::activate, at - kTick).due(at - kTick));
  EXPECT_TRUE(planned(keyring, Step::Kind::activate, at).due(at));
}

TEST(PlanActivate, WaitsForEveryDestinationAndNamesThoseItWaitsFor) {
  const auto keyring = publish(testing_keys::new_keyring(), "k2", kStart);
  ASSERT_EQ(keyring.revision, 2U);
  const auto now = kStart + std::chrono::days{365};
  const Confirmations confirmations{{"vault", {{1, kStart}, {2, kStart + 1h}}}, {"env", {{1, kStart}}}, {"aws", {}}};
  const auto step = planned(keyring, Step::Kind::activate, now, confirmations);
  EXPECT_FALSE(step.safe(now));
  EXPECT_FALSE(step.due(now));
  EXPECT_EQ(step.waiting_for, (std::vector<std::string>{"env", "aws"}));
  EXPECT_GE(step.safe_at, now + 11min);  // whenever they confirm, it is not before now
}

TEST(PlanActivate, CountsFromTheSlowestDestination) {
  const auto keyring = publish(testing_keys::new_keyring(), "k2", kStart);
  const Confirmations confirmations{{"vault", {{2, kStart + 2h}}}, {"env", {{2, kStart + 5h}}}};
  expect_safe_from(keyring, Step::Kind::activate, kStart + 5h + 11min, confirmations);
}

TEST(PlanActivate, ALaterRevisionConfirmsTheEarlierToo) {
  const auto keyring = publish(testing_keys::new_keyring(), "k2", kStart);
  const Confirmations confirmations{{"vault", {{1, kStart}, {7, kStart + 3h}, {9, kStart + 9h}}}};
  expect_safe_from(keyring, Step::Kind::activate, kStart + 3h + 11min, confirmations);
}

TEST(PlanActivate, AConfirmationBeforeThePublishingCountsFromThePublishing) {
  // Two machines' clocks: the one that confirmed is behind the one that published.
  const auto keyring = publish(testing_keys::new_keyring(), "k2", kStart + 1h);
  const Confirmations confirmations{{"vault", {{2, kStart}}}};
  expect_safe_from(keyring, Step::Kind::activate, kStart + 1h + 11min, confirmations);
}

TEST(PlanRetire, NotBeforeQTAndTwoSHavePassed) {
  const auto activated_at = kStart + 20min;
  auto keyring = publish(testing_keys::new_keyring(), "k2", kStart);
  keyring = activate(keyring, "k2", activated_at);
  expect_safe_from(keyring, Step::Kind::retire, activated_at + 5min + 1h + 2min);
  EXPECT_TRUE(planned(keyring, Step::Kind::retire, activated_at + 67min).due(activated_at + 67min));
}

TEST(PlanRetire, WaitsUntilEveryDestinationTookItOutOfSigning) {
  auto keyring = publish(testing_keys::new_keyring(), "k2", kStart);
  keyring = activate(keyring, "k2", kStart + 20min);
  ASSERT_EQ(keyring.revision, 3U);
  const auto now = kStart + std::chrono::days{9};
  // It holds the pending key, but has not heard that the old one ceased to sign.
  const auto waiting = planned(keyring, Step::Kind::retire, now, {{"vault", {{2, kStart}}}});
  EXPECT_FALSE(waiting.safe(now));
  EXPECT_EQ(waiting.waiting_for, std::vector<std::string>{"vault"});
  expect_safe_from(keyring, Step::Kind::retire, kStart + 8h + 67min, {{"vault", {{2, kStart}, {3, kStart + 8h}}}});
}

TEST(PlanRetire, EachOfSeveralHasItsOwnTime) {
  auto policy = testing_keys::policy();
  policy.token_lifetime = std::chrono::days{3};
  policy.rotate_every = std::chrono::days{1};
  auto keyring = testing_keys::new_keyring(policy);
  const char* kids[] = {"k1", "k2", "k3", "k4"};
  for (int day = 1; day <= 3; ++day) {
    keyring = publish(keyring, kids[day], kStart + std::chrono::days{day} - 1h);
    keyring = activate(keyring, kids[day], kStart + std::chrono::days{day});
  }
  const auto now = kStart + std::chrono::days{3};
  for (int day = 1; day <= 3; ++day) {
    const auto step = planned(keyring, Step::Kind::retire, now, {}, kids[day - 1]);
    EXPECT_EQ(step.safe_at, kStart + std::chrono::days{day + 3} + 5min + 2min) << kids[day - 1];
  }
  EXPECT_EQ(verifying_keys(keyring).size(), 4U);
  keyring = retire(keyring, "k2", now);
  EXPECT_EQ(verifier(keyring, "k2", now).error().reason, base::Reason::key_retired);
  EXPECT_TRUE(verifier(keyring, "k1", now));
}

TEST(PlanDestroy, AfterTheRetention) {
  auto keyring = publish(testing_keys::new_keyring(), "k2", kStart);
  keyring = activate(keyring, "k2", kStart + 1h);
  keyring = retire(keyring, "k1", kStart + 3h);
  expect_safe_from(keyring, Step::Kind::destroy, kStart + 3h + std::chrono::days{7});
  keyring = *apply(keyring, {.kind = Step::Kind::destroy, .kid = "k1"}, kStart + std::chrono::days{8});
  EXPECT_EQ(keyring.find("k1")->state, State::retired);
  EXPECT_TRUE(keyring.find("k1")->destroyed_at);
  EXPECT_FALSE(find(plan(keyring, keyring.policy, {}, kStart + std::chrono::days{9}), Step::Kind::destroy));
  const auto again = apply(keyring, {.kind = Step::Kind::destroy, .kid = "k1"}, kStart + std::chrono::days{9});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().reason, base::Reason::bad_value);
}

TEST(PlanEmergency, ACompromisedSignerIsReplacedAtOnceByTheStandby) {
  auto keyring = publish(testing_keys::new_keyring(), "k2", kStart);
  const auto now = kStart + kTick;
  keyring = *compromise(keyring, "k1", now);
  EXPECT_FALSE(signer(keyring));
  EXPECT_EQ(verifier(keyring, "k1", now).error().reason, base::Reason::key_compromised);
  // No destination answers, P and S have not passed: no token at all would be worse.
  const auto step = planned(keyring, Step::Kind::activate, now, {{"vault", {}}});
  EXPECT_TRUE(step.emergency);
  EXPECT_TRUE(step.due(now));
  keyring = activate(keyring, "k2", now);
  EXPECT_EQ((*signer(keyring))->kid, "k2");
}

TEST(PlanEmergency, WithoutAStandbyOneIsPublishedAtOnce) {
  auto policy = testing_keys::policy();
  policy.standby = false;
  const auto keyring = *compromise(testing_keys::new_keyring(policy), "k1", kStart);
  EXPECT_TRUE(planned(keyring, Step::Kind::publish, kStart).due(kStart));
  const auto published = publish(keyring, "k2", kStart);
  EXPECT_TRUE(planned(published, Step::Kind::activate, kStart).due(kStart));
}

TEST(PlanEmergency, OnlyWhenNoKeySigns) {
  const auto keyring = publish(testing_keys::new_keyring(), "k2", kStart);
  EXPECT_FALSE(planned(keyring, Step::Kind::activate, kStart).emergency);
}

TEST(PlanCompromise, EachStateHasItsOwnConsequence) {
  // pending: another is published, the signer goes on.
  auto keyring = *compromise(publish(testing_keys::new_keyring(), "k2", kStart), "k2", kStart + 1min);
  EXPECT_EQ((*signer(keyring))->kid, "k1");
  EXPECT_TRUE(planned(keyring, Step::Kind::publish, kStart + 1min).due(kStart + 1min));
  EXPECT_FALSE(find(plan(keyring, keyring.policy, {}, kStart + 1min), Step::Kind::activate));

  // retiring: refused from now on, and no retirement is planned any more.
  keyring = activate(publish(testing_keys::new_keyring(), "k2", kStart), "k2", kStart + 1h);
  keyring = *compromise(keyring, "k1", kStart + 2h);
  EXPECT_FALSE(find(plan(keyring, keyring.policy, {}, kStart + 2h), Step::Kind::retire));
  EXPECT_EQ((*signer(keyring))->kid, "k2");
  expect_safe_from(keyring, Step::Kind::destroy, kStart + 2h + std::chrono::days{7});

  // retired: its destruction counts from the compromise.
  keyring = activate(publish(testing_keys::new_keyring(), "k2", kStart), "k2", kStart + 1h);
  keyring = *compromise(retire(keyring, "k1", kStart + 3h), "k1", kStart + 4h);
  expect_safe_from(keyring, Step::Kind::destroy, kStart + 4h + std::chrono::days{7});

  const auto again = compromise(keyring, "k1", kStart + 5h);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().reason, base::Reason::bad_value);
  const auto unknown = compromise(keyring, "k9", kStart + 5h);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().reason, base::Reason::key_unknown);
}

TEST(NextDue, IsTheEarliestMomentAtWhichAnythingIsBothSafeAndWanted) {
  EXPECT_FALSE(next_due({}));
  const auto keyring = publish(testing_keys::new_keyring(), "k2", kStart);
  EXPECT_EQ(next_due(plan(keyring, keyring.policy, {}, kStart)), kStart + std::chrono::days{30});
  const auto later = activate(keyring, "k2", kStart + 1h);
  EXPECT_EQ(next_due(plan(publish(later, "k3", kStart + 1h), later.policy, {}, kStart + 1h)), kStart + 1h + 67min);
}

TEST(Why, SaysTheRuleWithThePolicysNumbers) {
  const auto policy = testing_keys::policy();
  EXPECT_EQ(why({.kind = Step::Kind::retire}, policy),
            "superseded + Q 5m + T 1h + 2 x S 1m: its last token has expired");
  EXPECT_NE(why({.kind = Step::Kind::activate}, policy).find("P 10m + S 1m"), std::string::npos);
  EXPECT_NE(why({.kind = Step::Kind::destroy}, policy).find("1w"), std::string::npos);
  EXPECT_NE(why({.kind = Step::Kind::activate, .emergency = true}, policy),
            why({.kind = Step::Kind::activate}, policy));
}

/// What is foreseen once this key is told compromised: "step kid", and how long after.
std::vector<std::pair<std::string, base::Instant::duration>> after_compromise(const Keyring& keyring, const char* kid,
                                                                              Instant now) {
  std::vector<std::pair<std::string, base::Instant::duration>> told;
  for (const auto& [step, at] : forecast(*compromise(keyring, kid, now), {}, now, false).steps) {
    told.emplace_back(std::string(word(step.kind)) + " " + step.kid, at - now);
  }
  return told;
}

TEST(Forecast, TellsWhatACompromiseBringsAtOnce) {
  using Told = std::vector<std::pair<std::string, base::Instant::duration>>;
  auto keyring = testing_keys::new_keyring();
  const auto first = keyring.active()->kid;
  EXPECT_EQ(after_compromise(publish(keyring, "k2", kStart), first.c_str(), kStart),
            (Told{{"activate k2", 0s}, {"publish next-1", 0s}}));
  keyring.policy.standby = false;
  EXPECT_EQ(after_compromise(keyring, first.c_str(), kStart), (Told{{"publish next-1", 0s}, {"activate next-1", 0s}}));
}

TEST(Forecast, OfARetiringKeyThatIsCompromisedHurriesNoOther) {
  auto keyring = testing_keys::new_keyring();
  const auto first = keyring.active()->kid;
  const auto now = kStart + 1h;
  keyring = publish(activate(publish(keyring, "k2", kStart), "k2", now), "k3", now);
  const auto told = after_compromise(keyring, first.c_str(), now);
  const auto next = std::ranges::find_if(told, [](const auto& step) { return step.first.starts_with("activate"); });
  ASSERT_NE(next, told.end());
  EXPECT_EQ(next->first, "activate k3");
  EXPECT_EQ(next->second, keyring.policy.rotate_every);
}

}  // namespace
}  // namespace jwtkeep::keyring
