#include "jwtkeep/rotate/rotate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "tests/unit/rotate/made_store.hpp"

namespace jwtkeep::rotate {
namespace {

using namespace std::chrono_literals;
using base::Instant;
using keyring::State;
using keyring::Step;

constexpr Instant kNow{std::chrono::seconds{1'800'000'000}};

/// A store in memory with one keyring in it, made at `kNow`.
class Rotate : public testing::Test {
 protected:
  void SetUp() override {
    auto made = memory_store(kNow);
    ASSERT_TRUE(made) << made.error().what;
    store_ = *std::move(made);
  }

  void add(std::string_view text, const keyring::Policy& policy) {
    const auto saved = add_keyring(*store_, name(text), policy, kNow);
    ASSERT_TRUE(saved) << saved.error().what;
  }

  Report must_rotate(Request request, Instant now) {
    auto report = rotate(*store_, request, now);
    EXPECT_TRUE(report) << report.error().what;
    return report ? *std::move(report) : Report{.keyring = *store_->keyring(request.name), .taken = {}, .ahead = {}};
  }

  static Request by_hand(std::string_view text) { return {.name = name(text), .actor = "test", .by_hand = true}; }

  std::vector<std::string> actions(std::string_view text) {
    std::vector<std::string> words;
    const auto entries = store_->trail(0, 1000, name(text));
    EXPECT_TRUE(entries);
    for (const auto& entry : *entries) words.push_back(entry.event.action);
    return words;
  }

  static std::size_t count(const keyring::Keyring& ring, State state) {
    return static_cast<std::size_t>(std::ranges::count(ring.keys, state, &keyring::Key::state));
  }

  std::unique_ptr<store::Store> store_;
};

TEST_F(Rotate, PublishesTheStandbyKeyAndLetsItSignWhenEveryVerifierKnowsIt) {
  add("orders/prod", {});
  auto report = must_rotate(by_hand("orders/prod"), kNow);
  EXPECT_EQ(report.taken.size(), 1U);  // the standby key is published; it may not sign yet
  const auto first = report.keyring.active()->kid;
  const auto standby = report.keyring.pending()->kid;
  const auto safe = kNow + keyring::publish_to_active(report.keyring.policy);

  report = must_rotate(by_hand("orders/prod"), safe - 1us);
  EXPECT_TRUE(report.taken.empty());
  report = must_rotate(by_hand("orders/prod"), safe);
  EXPECT_EQ(report.keyring.active()->kid, standby);
  EXPECT_EQ(report.keyring.find(first)->state, State::retiring);
  EXPECT_EQ(count(report.keyring, State::pending), 1U);
  EXPECT_EQ(*store_->keyring(name("orders/prod")), report.keyring);
  EXPECT_EQ(actions("orders/prod"),
            (std::vector<std::string>{"keyring.create", "rotate.begin", "key.publish", "rotate.done", "rotate.begin",
                                      "key.activate", "key.publish", "rotate.done"}));
  EXPECT_TRUE(store_->verify_trail());
}

TEST_F(Rotate, ByHandIsOneRotationEvenWhereTheNextKeyCouldSignAtOnce) {
  keyring::Policy policy;
  policy.propagation = policy.skew = 0s;
  add("orders/prod", policy);
  const auto report = must_rotate(by_hand("orders/prod"), kNow);
  EXPECT_EQ(std::ranges::count(report.taken, Step::Kind::activate, &Step::kind), 1);
  EXPECT_EQ(report.keyring.keys.size(), 3U);
}

TEST_F(Rotate, WhoeverComesSecondFindsHisWishFulfilled) {
  keyring::Policy policy;
  policy.propagation = policy.skew = 0s;
  add("orders/prod", policy);
  auto request = by_hand("orders/prod");
  request.seen_active = store_->keyring(request.name)->active()->kid;
  EXPECT_FALSE(must_rotate(request, kNow).overtaken);
  const auto second = must_rotate(request, kNow);
  EXPECT_TRUE(second.overtaken);
  EXPECT_TRUE(second.taken.empty());
}

TEST_F(Rotate, DoesNothingAndWritesNothingWhenNothingIsDue) {
  keyring::Policy policy;
  policy.standby = false;
  add("orders/prod", policy);
  const auto before = actions("orders/prod");
  const auto report = must_rotate({.name = name("orders/prod"), .actor = "test"}, kNow + 1h);
  EXPECT_TRUE(report.taken.empty());
  EXPECT_FALSE(report.ahead.empty());
  EXPECT_EQ(actions("orders/prod"), before);
}

TEST_F(Rotate, AKeyPairIsMadeOutsideTheTransactionAndSigns) {
  keyring::Policy policy;
  policy.alg = jose::Alg::ES256;
  policy.propagation = policy.skew = 0s;
  add("orders/prod", policy);
  const auto report = must_rotate(by_hand("orders/prod"), kNow);
  ASSERT_NE(report.keyring.active(), nullptr);
  EXPECT_NE(report.keyring.active()->kid, report.keyring.keys.front().kid);
  EXPECT_EQ(count(report.keyring, State::pending), 1U);
  for (const auto* key : keyring::verifying_keys(report.keyring)) {
    const auto material = store_->material(report.keyring, *key);
    ASSERT_TRUE(material);
    EXPECT_TRUE(keyring::signing_key(*key, *material)) << key->kid;
  }
  EXPECT_EQ(actions("orders/prod").back(), "rotate.done");
}

TEST_F(Rotate, ACompromiseRefusesAtOnceAndPromotesTheStandbyKey) {
  add("orders/prod", {});
  const auto before = must_rotate(by_hand("orders/prod"), kNow).keyring;
  const auto stolen = before.active()->kid;
  const auto report = must_rotate({.name = name("orders/prod"), .actor = "test", .compromised = stolen}, kNow + 5s);
  EXPECT_EQ(report.keyring.find(stolen)->state, State::compromised);
  EXPECT_EQ(report.keyring.active()->kid, before.pending()->kid);
  EXPECT_EQ(count(report.keyring, State::pending), 1U);
  EXPECT_FALSE(keyring::verifier(report.keyring, stolen, kNow + 5s));

  const auto again = rotate(*store_, {.name = name("orders/prod"), .actor = "test", .compromised = stolen}, kNow + 6s);
  EXPECT_FALSE(again);
  EXPECT_FALSE(rotate(*store_, {.name = name("orders/prod"), .actor = "test", .compromised = "nobody"}, kNow + 6s));
  EXPECT_EQ(*store_->keyring(name("orders/prod")), report.keyring);
}

TEST_F(Rotate, ACompromiseWithoutAStandbyKeyMakesOneThatSigns) {
  keyring::Policy policy;
  policy.standby = false;
  policy.alg = jose::Alg::EdDSA;
  add("orders/prod", policy);
  const auto stolen = store_->keyring(name("orders/prod"))->active()->kid;
  const auto report = must_rotate({.name = name("orders/prod"), .actor = "test", .compromised = stolen}, kNow);
  ASSERT_NE(report.keyring.active(), nullptr);
  EXPECT_NE(report.keyring.active()->kid, stolen);
  EXPECT_TRUE(report.taken.back().emergency);
}

TEST_F(Rotate, ADestinationThatDoesNotConfirmHoldsTheRotation) {
  keyring::Policy policy;
  policy.rotate_every = 1h;
  add("orders/prod", policy);
  must_rotate({.name = name("orders/prod"), .actor = "test"}, kNow);
  const auto ring = *store_->keyring(name("orders/prod"));
  store::Destination slow{
      .id = "process:slow", .kind = "process", .details = {}, .lease_until = {}, .confirmed = {{1, kNow}}};
  const auto save = [&] {
    ASSERT_TRUE(store_->change([&](store::Change& change) { return change.save_destination(ring.name, slow); }));
  };
  save();
  auto report = must_rotate(by_hand("orders/prod"), kNow + 2h);
  EXPECT_TRUE(report.taken.empty());
  EXPECT_TRUE(std::ranges::any_of(report.ahead, [](const Step& step) { return step.held(kNow + 2h); }));
  auto due = rotate_due(*store_, "test", kNow + 2h);
  ASSERT_TRUE(due);
  ASSERT_EQ(due->held.size(), 1U);
  EXPECT_EQ(due->held.front().second, std::vector<std::string>{"process:slow"});

  slow.confirmed.push_back({ring.revision, kNow + 2h});
  save();
  EXPECT_TRUE(must_rotate(by_hand("orders/prod"), kNow + 2h).taken.empty());  // P and S count from its confirmation
  report = must_rotate(by_hand("orders/prod"), kNow + 2h + keyring::publish_to_active(policy));
  EXPECT_EQ(report.keyring.active()->kid, ring.pending()->kid);
}

TEST_F(Rotate, DueTakesEveryKeyringOnceAndComesToRest) {
  keyring::Policy symmetric;
  keyring::Policy pair;
  pair.alg = jose::Alg::EdDSA;
  for (int i = 0; i < 1200; ++i) add("s" + std::to_string(i) + "/prod", symmetric);
  for (int i = 0; i < 3; ++i) add("p" + std::to_string(i) + "/prod", pair);
  std::size_t told = 0;
  const auto published = rotate_due(*store_, "test", kNow, [&](const DueReport& so_far) { told = so_far.keyrings; });
  ASSERT_TRUE(published) << published.error().what;
  EXPECT_EQ(published->changed, 1203U);
  EXPECT_EQ(published->steps, 1203U);
  EXPECT_EQ(told, published->keyrings);

  const auto later = kNow + symmetric.rotate_every;
  const auto rotated = rotate_due(*store_, "test", later);
  ASSERT_TRUE(rotated) << rotated.error().what;
  EXPECT_EQ(rotated->changed, 1203U);
  EXPECT_EQ(rotated->steps, 2U * 1203U);
  const auto nothing = rotate_due(*store_, "test", later);
  ASSERT_TRUE(nothing);
  EXPECT_EQ(nothing->changed, 0U);
  for (const auto* text : {"s0/prod", "s1199/prod", "p2/prod"}) {
    const auto ring = *store_->keyring(name(text));
    EXPECT_EQ(count(ring, State::active), 1U);
    EXPECT_EQ(count(ring, State::pending), 1U);
    EXPECT_EQ(count(ring, State::retiring), 1U);
  }
  EXPECT_TRUE(store_->verify_trail());
}

}  // namespace
}  // namespace jwtkeep::rotate
