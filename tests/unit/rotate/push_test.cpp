#include "jwtkeep/rotate/push.hpp"

#include <thread>

#include "tests/unit/rotate/rig.hpp"

namespace jwtkeep::rotate {
namespace {

using namespace std::chrono_literals;
using Outcome = PlaceReport::Outcome;

class Push : public RotateRig {};

TEST_F(Push, WritesOnceAndConfirms) {
  add("orders/prod");
  join("orders/prod", file(".env"));
  EXPECT_NE(content(file(".env")).find("JWT_SECRET="), std::string::npos);
  EXPECT_EQ(destination("orders/prod").confirmed.size(), 1U);
  EXPECT_EQ(destination("orders/prod").confirmed.back().revision, ring("orders/prod").revision);
  const auto entries = count_actions("orders/prod", "sync.push") + count_actions("orders/prod", "sync.confirm");
  EXPECT_EQ(entries, 2U);
  const auto again = must_push("orders/prod");
  EXPECT_EQ(again.places.at(0).outcome, Outcome::held);
  EXPECT_EQ(count_actions("orders/prod", "sync.push") + count_actions("orders/prod", "sync.confirm"), entries)
      << "a look that finds all well leaves no trace in the trail";
}

TEST_F(Push, APlaceThatWasEmptyIsNotWaitedForLonger) {
  add("orders/prod");
  now_ += 5min;
  join("orders/prod", file(".env"));
  EXPECT_EQ(destination("orders/prod").confirmed.back().at, ring("orders/prod").changed_at);
}

TEST_F(Push, WhatStandsThereAlreadyIsNotLostUnasked) {
  add("orders/prod");
  overwrite(file(".env"), "DATABASE_URL=postgres://...\n");
  const auto address = destination::Address::parse("dotenv:" + file(".env"), "/");
  const auto refused = add_place(pusher(), *opener_, name("orders/prod"), {.address = *address});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, base::Reason::already_exists);
  EXPECT_EQ(content(file(".env")), "DATABASE_URL=postgres://...\n");
  EXPECT_TRUE(store_->destinations(name("orders/prod"))->empty());
  join("orders/prod", file(".env"), true);
  EXPECT_NE(content(file(".env")).find("JWT_SECRET="), std::string::npos);
  EXPECT_EQ(count_actions("orders/prod", "sync.overwrite"), 0U) << "it was asked for";
  // Its readers may have read the other content until now.
  EXPECT_EQ(destination("orders/prod").confirmed.back().at, now_);
}

/// A keeper that was killed after the write: the place holds what the store does not know of yet.
TEST_F(Push, AWriteWhoseConfirmationWasLostIsConfirmedTheNextTime) {
  add("orders/prod");
  join("orders/prod", file(".env"));
  const auto before = content(file(".env"));
  must_rotate({.name = name("orders/prod"), .actor = "test", .by_hand = true});
  const auto after = content(file(".env"));
  ASSERT_NE(before, after);
  const auto digest = [&](const std::string& text) {
    return content_digest(store_->fingerprint_key(), base::SecretBytes::copy_of(text));
  };
  const auto as_before_the_confirmation = [&](bool confirmed) {
    auto mine = destination("orders/prod");
    auto synced = *read_synced(mine);
    synced.digest = digest(before);
    synced.writing = digest(after);
    write_synced(synced, mine);
    if (!confirmed) mine.confirmed.pop_back();
    const auto undone =
        store_->change([&](store::Change& change) { return change.save_destination(name("orders/prod"), mine); });
    ASSERT_TRUE(undone) << undone.error().what;
  };
  as_before_the_confirmation(false);
  now_ += 1min;
  const auto report = must_push("orders/prod");
  EXPECT_EQ(report.places.at(0).outcome, Outcome::held);
  EXPECT_FALSE(report.places.at(0).drifted);
  EXPECT_EQ(destination("orders/prod").confirmed.back().revision, ring("orders/prod").revision);
  EXPECT_EQ(destination("orders/prod").confirmed.back().at, now_);
  // And when it was killed before the write, the old content is known as well.
  overwrite(file(".env"), before);
  as_before_the_confirmation(true);
  const auto second = must_push("orders/prod");
  EXPECT_EQ(second.places.at(0).outcome, Outcome::written);
  EXPECT_FALSE(second.places.at(0).drifted);
}

TEST_F(Push, WhatAnotherHandChangedIsToldMendedAndNoLongerCounts) {
  add("orders/prod");
  join("orders/prod", file(".env"));
  must_rotate({.name = name("orders/prod"), .actor = "test", .by_hand = true});
  const auto right = content(file(".env"));
  now_ += 5min;
  overwrite(file(".env"), "JWT_SECRET='mine'\n");
  EXPECT_EQ(must_look("orders/prod").at(0).state, PlaceStatus::State::changed);
  const auto report = must_push("orders/prod");
  EXPECT_TRUE(report.places.at(0).drifted);
  EXPECT_EQ(report.places.at(0).outcome, Outcome::written);
  EXPECT_EQ(content(file(".env")), right);
  EXPECT_EQ(count_actions("orders/prod", "sync.overwrite"), 1U);
  // The pending key may sign P + S after this confirmation, not after the one before.
  now_ += 6min;
  EXPECT_TRUE(must_rotate({.name = name("orders/prod"), .actor = "test", .by_hand = true}).rotation.taken.empty());
  now_ += 5min;
  EXPECT_FALSE(must_rotate({.name = name("orders/prod"), .actor = "test", .by_hand = true}).rotation.taken.empty());
}

TEST_F(Push, WhatWasDeletedByAnotherHandComesBack) {
  add("orders/prod");
  join("orders/prod", file(".env"));
  now_ += 5min;
  std::filesystem::remove(file(".env"));
  EXPECT_EQ(must_look("orders/prod").at(0).state, PlaceStatus::State::changed);
  const auto report = must_push("orders/prod");
  EXPECT_TRUE(report.places.at(0).drifted);
  EXPECT_EQ(must_look("orders/prod").at(0).state, PlaceStatus::State::in_sync);
  EXPECT_EQ(destination("orders/prod").confirmed.back().at, now_) << "its readers may have found nothing until now";
}

TEST_F(Push, AFailureIsRememberedFromItsBeginningAndToldOnce) {
  add("orders/prod");
  std::filesystem::create_directory(file("srv"));
  join("orders/prod", file("srv/.env"));
  std::filesystem::remove_all(file("srv"));
  const auto began = now_;
  for (int i = 0; i < 5; ++i, now_ += 1min) {
    const auto report = must_push("orders/prod");
    ASSERT_TRUE(report.failed());
    EXPECT_FALSE(report.places.at(0).error->what.empty());
  }
  EXPECT_EQ(must_look("orders/prod").at(0).problem->since, began);
  EXPECT_EQ(count_actions("orders/prod", "sync.fail"), 1U);
  std::filesystem::create_directory(file("srv"));
  EXPECT_FALSE(must_push("orders/prod").failed());
  EXPECT_EQ(must_look("orders/prod").at(0).problem, std::nullopt);
}

TEST_F(Push, OneThatFailsDoesNotKeepTheOthersFromIt) {
  add("orders/prod");
  std::filesystem::create_directory(file("srv"));
  join("orders/prod", file("srv/.env"));
  join("orders/prod", file("a.env"));
  join("orders/prod", file("z.env"));
  std::filesystem::remove_all(file("srv"));
  const auto old = content(file("z.env"));
  const auto report = must_rotate({.name = name("orders/prod"), .actor = "test", .by_hand = true});
  EXPECT_TRUE(report.pushed.failed());
  EXPECT_NE(content(file("z.env")), old);
  EXPECT_EQ(content(file("z.env")), content(file("a.env")));
}

TEST_F(Push, APartedPlaceIsWrittenNoMore) {
  add("orders/prod");
  join("orders/prod", file(".env"));
  const auto id = destination("orders/prod").id;
  ASSERT_TRUE(remove_place(pusher(), name("orders/prod"), id));
  EXPECT_FALSE(remove_place(pusher(), name("orders/prod"), id));
  const auto left = content(file(".env"));
  must_rotate({.name = name("orders/prod"), .actor = "test", .by_hand = true});
  EXPECT_EQ(content(file(".env")), left);
  EXPECT_TRUE(must_push("orders/prod").places.empty());
}

/// Keepers that rotate and push at once, by their own openers: whoever comes last, no place holds an older revision
/// than one that was confirmed.
TEST_F(Push, ManyKeepersAtOnceLeaveTheNewestRevision) {
  keyring::Policy quick;
  quick.propagation = 0s;
  quick.skew = 0s;
  quick.sign_propagation = 0s;
  quick.token_lifetime = 1s;
  quick.rotate_every = 1s;
  add("orders/prod", quick);
  join("orders/prod", file("a.env"));
  join("orders/prod", file("b.env"));
  std::atomic<std::int64_t> ticks{0};
  const auto clock = [&] { return kBegin + std::chrono::milliseconds{100 * ++ticks}; };
  {
    std::vector<std::jthread> keepers;
    for (int i = 0; i < 4; ++i) {
      keepers.emplace_back([&] {
        const Pusher mine{.store = *store_, .actor = "test", .clock = clock};
        const auto opener = make_opener();
        for (int round = 0; round < 25; ++round) {
          const auto report = rotate_everywhere(mine, {.name = name("orders/prod"), .actor = "test"}, *opener);
          EXPECT_TRUE(report) << report.error().what;
        }
      });
    }
  }
  EXPECT_GT(ring("orders/prod").revision, 10U);
  now_ = clock();
  for (std::size_t i = 0; i < 2; ++i) {
    if (destination("orders/prod", i).confirmed.back().revision != ring("orders/prod").revision) continue;
    EXPECT_EQ(must_look("orders/prod").at(i).state, PlaceStatus::State::in_sync);
  }
  must_push("orders/prod");
  for (const auto& status : must_look("orders/prod")) EXPECT_EQ(status.state, PlaceStatus::State::in_sync);
}

}  // namespace
}  // namespace jwtkeep::rotate
