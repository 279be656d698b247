#include "jwtkeep/rotate/everywhere.hpp"

#include <gmock/gmock.h>

#include "tests/unit/rotate/rig.hpp"

namespace jwtkeep::rotate {
namespace {

using namespace std::chrono_literals;

class Everywhere : public RotateRig {
 protected:
  Request by_hand() { return {.name = name("orders/prod"), .actor = "test", .by_hand = true}; }
  void lose_folder() { std::filesystem::remove_all(file("srv")); }
  void give_folder_back() { std::filesystem::create_directory(file("srv")); }
};

TEST_F(Everywhere, APlaceThatIsDownHoldsTheRotationUntilItComesBack) {
  add("orders/prod");
  give_folder_back();
  join("orders/prod", file("srv/.env"));
  lose_folder();
  const auto active = ring("orders/prod").active()->kid;
  must_rotate(by_hand());  // publishes
  now_ += 24h;
  auto report = must_rotate(by_hand());
  EXPECT_EQ(report.rotation.keyring.active()->kid, active) << "the place has not confirmed the pending key";
  EXPECT_TRUE(report.pushed.failed());
  give_folder_back();
  report = must_rotate(by_hand());
  EXPECT_FALSE(report.pushed.failed());
  EXPECT_EQ(report.rotation.keyring.active()->kid, active) << "its readers need P + S to see it";
  now_ += 11min;
  report = must_rotate(by_hand());
  EXPECT_NE(report.rotation.keyring.active()->kid, active);
  EXPECT_EQ(must_look("orders/prod").at(0).state, PlaceStatus::State::in_sync)
      << "the new active key was pushed in the same call";
}

TEST_F(Everywhere, DueBringsEveryPlaceToTheSameEnd) {
  for (const std::string service : {"a", "b", "c"}) {
    add(service + "/prod");
    join(service + "/prod", file(service + ".env"));
    join(service + "/prod", file(service + "2.env"));
  }
  add("alone/prod");
  for (int day = 0; day < 70; ++day, now_ += 24h) {
    const auto report = must_rotate_due();
    for (const auto& pushed : report.pushed) EXPECT_FALSE(pushed.failed());
    EXPECT_TRUE(report.due.held.empty());
  }
  for (const std::string service : {"a", "b", "c"}) {
    EXPECT_GT(ring(service + "/prod").revision, 6U);
    for (const auto& status : must_look(service + "/prod")) EXPECT_EQ(status.state, PlaceStatus::State::in_sync);
    EXPECT_EQ(content(file(service + ".env")), content(file(service + "2.env")));
  }
  EXPECT_NE(content(file("a.env")), content(file("b.env")));
}

TEST_F(Everywhere, AKeyringThatWasTamperedWithHoldsUpNoOther) {
  for (const std::string text : {"a/prod", "b/prod", "c/prod", "d/prod", "e/prod"}) add(text);
  for (const std::string service : {"c", "d", "e"}) join(service + "/prod", file(service + ".env"));
  now_ += 30 * 24h;
  const auto before = std::vector{ring("b/prod").revision, ring("d/prod").revision};
  tamper_with("a/prod");
  tamper_with("c/prod");
  break_seals("e/prod");
  const auto report = must_rotate_due();
  std::vector<std::string> unreadable;
  for (const auto& one : report.due.unreadable) {
    unreadable.push_back(one.name->text());
    EXPECT_EQ(one.error.reason, base::Reason::tampered);
    EXPECT_NE(one.error.what.find(unreadable.back()), std::string::npos) << one.error.what;
  }
  EXPECT_THAT(unreadable, testing::UnorderedElementsAre("a/prod", "c/prod", "e/prod"));
  EXPECT_GT(ring("b/prod").revision, before[0]);
  EXPECT_GT(ring("d/prod").revision, before[1]);
  EXPECT_EQ(must_look("d/prod").at(0).state, PlaceStatus::State::in_sync);
}

TEST_F(Everywhere, ASealThatIsBrokenHoldsUpNoKeyringOfTheSameTransaction) {
  keyring::Policy pair;
  pair.alg = jose::Alg::EdDSA;
  for (const std::string text : {"a/prod", "b/prod", "c/prod"}) add(text);
  for (const std::string text : {"d/prod", "e/prod"}) add(text, pair);
  must_rotate_due();  // publishes the next keys
  now_ += 30 * 24h;
  break_seals("b/prod");
  break_seals("d/prod");
  std::vector<std::string> unreadable;
  for (const auto& one : must_rotate_due().due.unreadable) unreadable.push_back(one.name->text());
  EXPECT_THAT(unreadable, testing::UnorderedElementsAre("b/prod", "d/prod"));
  for (const std::string text : {"a/prod", "c/prod", "e/prod"}) {
    EXPECT_EQ(ring(text).active()->activated_at, now_) << text;
  }
}

TEST_F(Everywhere, AnOddRowInTheListOfWhatIsDueHoldsUpNoKeyring) {
  add("a/prod");
  must_rotate_due();
  now_ += 30 * 24h;
  const std::string begin(20, '0');
  put_row(store::Space::due, begin + "|ghost/prod", "ghost/prod");
  put_row(store::Space::due, begin + "|other/prod", "a/prod");
  put_row(store::Space::due, begin + "|\x1b[31m", "\x1b[31m");
  const auto report = must_rotate_due();
  EXPECT_EQ(ring("a/prod").active()->activated_at, now_);
  std::vector<std::string> told;
  for (const auto& one : report.due.unreadable) {
    EXPECT_EQ(one.error.reason, base::Reason::tampered);
    EXPECT_EQ(one.name.has_value(), one.error.what.contains("ghost")) << one.error.what;
    told.push_back(one.error.what);
  }
  EXPECT_THAT(told, testing::UnorderedElementsAre(testing::HasSubstr("ghost/prod"), testing::HasSubstr("other/prod"),
                                                  testing::Not(testing::HasSubstr("\x1b"))));
}

TEST_F(Everywhere, DueFindsWhatAnotherHandChangedWithinP) {
  add("orders/prod");
  join("orders/prod", file(".env"));
  must_rotate_due();
  const auto right = content(file(".env"));
  overwrite(file(".env"), "JWT_SECRET='mine'\n");
  now_ += ring("orders/prod").policy.propagation;
  const auto report = must_rotate_due();
  ASSERT_EQ(report.pushed.size(), 1U);
  EXPECT_TRUE(report.pushed.front().places.at(0).drifted);
  EXPECT_EQ(content(file(".env")), right);
}

TEST_F(Everywhere, ACompromiseGoesOnWithThoseThatAnswerAndNamesTheOthers) {
  add("orders/prod");
  give_folder_back();
  join("orders/prod", file("srv/.env"));
  join("orders/prod", file("good.env"));
  must_rotate(by_hand());
  now_ += 24h;
  const auto stolen = ring("orders/prod").active()->kid;
  lose_folder();
  const auto report = must_rotate({.name = name("orders/prod"), .actor = "test", .compromised = stolen});
  EXPECT_NE(report.rotation.keyring.active()->kid, stolen);
  EXPECT_EQ(content(file("good.env")).find(stolen), std::string::npos);
  ASSERT_EQ(report.pushed.places.size(), 2U);
  for (const auto& place : report.pushed.places) {
    EXPECT_EQ(place.error.has_value(), place.destination.find("srv") != std::string::npos) << place.destination;
  }
  // Again and again, until it has it.
  EXPECT_TRUE(must_rotate_due().pushed.front().failed());
  now_ += 1min;
  give_folder_back();
  EXPECT_FALSE(must_rotate_due().pushed.front().failed());
  EXPECT_EQ(content(file("srv/.env")), content(file("good.env")));
}

TEST_F(Everywhere, AKeyringWithoutPlacesRotatesAsEver) {
  add("orders/prod");
  must_rotate(by_hand());
  now_ += 24h;
  const auto active = ring("orders/prod").active()->kid;
  EXPECT_NE(must_rotate(by_hand()).rotation.keyring.active()->kid, active);
}

}  // namespace
}  // namespace jwtkeep::rotate
