#include "jwtkeep/keyring/life.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "tests/unit/keyring/generators.hpp"

namespace jwtkeep::keyring {
namespace {

using testing_keys::fresh_key;
using testing_keys::kStart;
using namespace std::chrono_literals;

TEST(Begin, TheFirstKeySignsAtOnce) {
  const auto keyring = testing_keys::new_keyring();
  EXPECT_EQ(keyring.revision, 1U);
  ASSERT_EQ(keyring.keys.size(), 1U);
  const auto& key = keyring.keys.front();
  EXPECT_EQ(key.state, State::active);
  EXPECT_EQ(key.published_at, kStart);
  EXPECT_EQ(key.activated_at, kStart);
  EXPECT_EQ(key.published_revision, 1U);
}

TEST(Apply, SetsStateAndTimesOfAPublishedKeyWhateverItCarries) {
  const auto keyring = testing_keys::new_keyring();
  auto forged = fresh_key("k2");
  forged.state = State::active;
  forged.epoch = 99;
  forged.activated_at = forged.superseded_at = forged.retired_at = forged.compromised_at = forged.destroyed_at = kStart;
  forged.superseded_revision = 9;
  const auto next = apply(keyring, {.kind = Step::Kind::publish}, kStart + 1h, &forged);
  ASSERT_TRUE(next);
  auto expected = fresh_key("k2");
  expected.epoch = 1;
  expected.published_at = kStart + 1h;
  expected.published_revision = 2;
  EXPECT_EQ(*next->find("k2"), expected);
}

TEST(Apply, RefusesAStepThatNoLongerFits) {
  const auto keyring = testing_keys::new_keyring();
  const auto second = fresh_key("k2");
  const auto published = *apply(keyring, {.kind = Step::Kind::publish}, kStart, &second);
  const auto third = fresh_key("k3");
  const auto same = fresh_key("k1");
  const auto refused = [](const base::Result<Keyring>& result) {
    return !result && result.error().reason == base::Reason::bad_value;
  };
  EXPECT_TRUE(refused(apply(published, {.kind = Step::Kind::publish}, kStart, &third)));
  EXPECT_TRUE(refused(apply(keyring, {.kind = Step::Kind::publish}, kStart, &same)));
  for (const auto kind : {Step::Kind::activate, Step::Kind::retire, Step::Kind::destroy}) {
    EXPECT_TRUE(refused(apply(keyring, {.kind = kind, .kid = "k1"}, kStart))) << word(kind);
    EXPECT_TRUE(refused(apply(keyring, {.kind = kind, .kid = "unknown"}, kStart))) << word(kind);
    EXPECT_TRUE(refused(apply(keyring, {.kind = kind}, kStart))) << word(kind);
  }
  const auto without_key = apply(keyring, {.kind = Step::Kind::publish}, kStart);
  ASSERT_FALSE(without_key);
  EXPECT_EQ(without_key.error().reason, base::Reason::internal);
}

TEST(Apply, AClockThatWentBackDoesNotTakeTheKeyringBack) {
  const auto keyring = testing_keys::new_keyring();
  const auto second = fresh_key("k2");
  const auto next = *apply(keyring, {.kind = Step::Kind::publish}, kStart - 1h, &second);
  EXPECT_EQ(next.changed_at, kStart);
}

TEST(Verifier, KnowsEachKeyByItsState) {
  auto keyring = testing_keys::new_keyring();
  EXPECT_EQ((*verifier(keyring, std::nullopt, kStart))->kid, "k1");
  EXPECT_EQ(verifier(keyring, "k2", kStart).error().reason, base::Reason::key_unknown);
  EXPECT_EQ(verifier(keyring, "", kStart).error().reason, base::Reason::key_unknown);
  const auto second = fresh_key("k2");
  keyring = *apply(keyring, {.kind = Step::Kind::publish}, kStart + 1h, &second);
  EXPECT_EQ(verifier(keyring, std::nullopt, kStart + 1h).error().reason, base::Reason::key_unknown);
  EXPECT_TRUE(verifier(keyring, "k2", kStart + 1h));
  // Published by a clock that is ahead: by at most S it is taken.
  EXPECT_TRUE(verifier(keyring, "k2", kStart + 59min));
  const auto early = verifier(keyring, "k2", kStart + 59min - std::chrono::microseconds{1});
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().reason, base::Reason::key_not_yet_active);
  const auto keys = verifying_keys(keyring);
  ASSERT_EQ(keys.size(), 2U);
  EXPECT_EQ(keys.front()->kid, "k1");
}

void expect_sound(const Keyring& keyring) {
  const auto in_state = [&](State state) { return std::ranges::count(keyring.keys, state, &Key::state); };
  RC_ASSERT(in_state(State::active) <= 1);
  RC_ASSERT(in_state(State::pending) <= 1);
  for (const auto& key : keyring.keys) {
    const auto read = key_from_json(*base::parse_json(base::write_json(to_json(key))));
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == key);
    RC_ASSERT(key.published_revision >= 1U && key.published_revision <= keyring.revision);
  }
}

void expect_forward(const Keyring& before, const Keyring& after) {
  RC_ASSERT(after.revision == before.revision + 1);
  RC_ASSERT(after.changed_at >= before.changed_at);
  RC_ASSERT(after.keys.size() >= before.keys.size());
  for (std::size_t i = 0; i < before.keys.size(); ++i) {
    const auto& old = before.keys[i];
    const auto& now = after.keys[i];
    RC_ASSERT(now.kid == old.kid);
    // An epoch that stood still over a change would let a sealed row be put back.
    RC_ASSERT(now.epoch == (now == old ? old.epoch : old.epoch + 1));
    RC_ASSERT(verifies(old.state) || !verifies(now.state));
  }
}

/// Any step on any key, sensible or not: what does not fit is refused, what fits keeps the keyring sound.
RC_GTEST_PROP(Life, AnySequenceOfStepsKeepsTheKeyringSound, ()) {
  auto keyring = testing_keys::new_keyring(testing_keys::any_policy());
  auto now = kStart;
  const auto moves = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 6));
  int fresh_keys = 1;
  for (const int move : moves) {
    now += std::chrono::microseconds{*rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000'000)};
    const auto kid = keyring.keys[*rc::gen::inRange<std::size_t>(0, keyring.keys.size())].kid;
    const auto fresh = fresh_key("k" + std::to_string(++fresh_keys));
    base::Result<Keyring> next = base::fail(base::Reason::internal, "");
    switch (move) {
      case 0: next = apply(keyring, {.kind = Step::Kind::publish}, now, &fresh); break;
      case 1: next = apply(keyring, {.kind = Step::Kind::activate, .kid = kid}, now); break;
      case 2: next = apply(keyring, {.kind = Step::Kind::retire, .kid = kid}, now); break;
      case 3: next = apply(keyring, {.kind = Step::Kind::destroy, .kid = kid}, now); break;
      case 4: next = compromise(keyring, kid, now); break;
      default: {
        // Every step that is planned fits.
        const auto steps = plan(keyring, keyring.policy, {}, now);
        RC_ASSERT(!steps.empty());
        const auto& step = steps[*rc::gen::inRange<std::size_t>(0, steps.size())];
        next = apply(keyring, step, now, &fresh);
        RC_ASSERT(next.has_value());
      }
    }
    if (!next) continue;
    expect_forward(keyring, *next);
    expect_sound(*next);
    keyring = *std::move(next);
  }
}

}  // namespace
}  // namespace jwtkeep::keyring
