#include "jwtkeep/doctor/next_step.hpp"

#include <gtest/gtest.h>

#include "tests/unit/rotate/rig.hpp"

namespace jwtkeep::doctor {
namespace {

using namespace std::chrono_literals;
using rotate::name;
using Kind = NextStep::Kind;
using Kinds = std::vector<Kind>;

Kinds kinds(const std::vector<NextStep>& steps) {
  Kinds found;
  for (const auto& step : steps) found.push_back(step.kind);
  return found;
}

TEST(NextSteps, BeginWithAStoreThatOpensAndHasAKeyring) {
  EXPECT_EQ(next_steps({}, {}), (std::vector<NextStep>{{Kind::make_store, "there is no store yet", "jwtkeep init"}}));
  const base::Error shut{base::Reason::permission, "others may use the store", "run: chmod 600 store.db"};
  EXPECT_EQ(next_steps({.has_store = true, .closed = shut}, {}),
            (std::vector<NextStep>{{Kind::open_store, shut.what, "chmod 600 store.db"}}));
  EXPECT_EQ(kinds(next_steps({.has_store = true}, {})), Kinds{Kind::make_keyring});
  EXPECT_EQ(kinds(next_steps({.has_store = true, .has_keyrings = true}, {})), Kinds{Kind::wait});
}

/// On a store of the rig: real keyrings, files and their pushes.
class NextStepOf : public rotate::RotateRig {
 protected:
  Sight sight() {
    Sight seen{.has_store = true, .has_keyrings = true};
    const auto due = store_->due(now_, 100);
    EXPECT_TRUE(due) << due.error().what;
    for (const auto& each : *due) {
      seen.due.push_back({*store_->keyring(*each.name), *store_->destinations(*each.name)});
    }
    return seen;
  }
  std::vector<NextStep> next() { return next_steps(sight(), now_); }

  /// A keyring with this in it besides, as the store would give it.
  static std::vector<NextStep> next_with(store::WholeKeyring whole, base::Instant now) {
    return next_steps({.has_store = true, .has_keyrings = true, .due = {std::move(whole)}}, now);
  }
};

TEST_F(NextStepOf, AHealthyStoreIsToWait) {
  add("orders/prod");
  must_rotate_due();
  EXPECT_EQ(kinds(next()), Kinds{Kind::wait});
}

TEST_F(NextStepOf, AStepThatIsDueIsToBeTaken) {
  add("orders/prod");
  must_rotate_due();
  now_ += 24h * 365;
  auto steps = next();
  ASSERT_EQ(kinds(steps), Kinds{Kind::rotate});
  EXPECT_EQ(steps[0].what, "a step of orders/prod is due");
  EXPECT_EQ(steps[0].how, "jwtkeep rotate --due");
  add("billing/prod");
  now_ += 24h * 365;
  steps = next();
  EXPECT_EQ(steps[0].what, "steps of 2 keyrings are due");
  auto many = sight();
  many.more_due = true;
  EXPECT_EQ(next_steps(many, now_)[0].what, "steps of 2 or more keyrings are due");
}

TEST_F(NextStepOf, AKeyringWithoutASignerComesFirst) {
  add("orders/prod");
  must_rotate_due();
  auto ring = *store_->keyring(name("orders/prod"));
  const auto after = keyring::compromise(ring, ring.active()->kid, now_);
  ASSERT_TRUE(after) << after.error().what;
  const auto steps = next_with({*after, {}}, now_);
  ASSERT_FALSE(steps.empty());
  EXPECT_EQ(steps[0].kind, Kind::give_signer);
  EXPECT_EQ(steps[0].how, "jwtkeep rotate orders/prod");
}

TEST_F(NextStepOf, ADestinationIsToBeReachedPushedOrLookedAt) {
  add("orders/prod");
  must_rotate_due();
  join("orders/prod", file(".env"));
  const auto ring = *store_->keyring(name("orders/prod"));
  auto places = *store_->destinations(name("orders/prod"));
  ASSERT_EQ(places.size(), 1U);

  // It holds the keyring, and the time to look again has come.
  now_ += 2h;
  auto steps = next_with({ring, places}, now_);
  ASSERT_EQ(kinds(steps), Kinds{Kind::rotate});
  EXPECT_NE(steps[0].what.find("still hold"), std::string::npos) << steps[0].what;

  auto behind = places;
  behind[0].confirmed.clear();
  steps = next_with({ring, behind}, now_);
  ASSERT_EQ(kinds(steps), Kinds{Kind::push});
  EXPECT_EQ(steps[0].what, "orders/prod has changed, and 1 of its destinations has yet to hold it");
  EXPECT_EQ(steps[0].how, "jwtkeep sync push orders/prod");

  auto synced = rotate::read_synced(behind[0]);
  ASSERT_TRUE(synced) << synced.error().what;
  synced->problem = rotate::Problem{.reason = "io_failed", .what = "no answer", .since = now_};
  rotate::write_synced(*synced, behind[0]);
  steps = next_with({ring, behind}, now_);
  ASSERT_EQ(kinds(steps), Kinds{Kind::reach});
  EXPECT_EQ(steps[0].what, "orders/prod has not reached " + places[0].id + ": no answer");
}

TEST_F(NextStepOf, AProcessThatDoesNotConfirmKeepsARotationWaiting) {
  add("orders/prod");
  must_rotate_due();
  const auto ring = *store_->keyring(name("orders/prod"));
  now_ += 24h * 365;
  const store::Destination process{.id = "process:web:1",
                                   .kind = "process",
                                   .details = base::Json::object({}),
                                   .lease_until = now_ + 1h,
                                   .confirmed = {}};
  const auto steps = next_with({ring, {process}}, now_);
  ASSERT_EQ(kinds(steps), Kinds{Kind::confirm});
  EXPECT_EQ(steps[0].what, "the rotation of orders/prod waits for process:web:1 to confirm");
}

TEST(NextSteps, EachKindHasItsOwnWord) {
  std::vector<std::string_view> words;
  for (int kind = 0; kind <= static_cast<int>(Kind::wait); ++kind) words.push_back(word(static_cast<Kind>(kind)));
  EXPECT_EQ(words, (std::vector<std::string_view>{"make_store", "open_store", "make_keyring", "give_signer", "reach",
                                                  "rotate", "push", "confirm", "wait"}));
}

}  // namespace
}  // namespace jwtkeep::doctor
