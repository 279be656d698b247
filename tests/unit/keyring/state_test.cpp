#include "jwtkeep/keyring/state.hpp"

#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <set>
#include <string>

namespace jwtkeep::keyring {
namespace {

constexpr std::optional<State> kNo = std::nullopt;

/// DESIGN's life of a key, written down a second time: rows are states, columns are kEvents.
constexpr std::array<std::array<std::optional<State>, 5>, 5> kExpected{{
    // activate       supersede         retire          compromise          destroy
    {State::active, kNo, kNo, State::compromised, kNo},    // pending
    {kNo, State::retiring, kNo, State::compromised, kNo},  // active
    {kNo, kNo, State::retired, State::compromised, kNo},   // retiring
    {kNo, kNo, kNo, State::compromised, State::retired},   // retired
    {kNo, kNo, kNo, kNo, State::compromised},              // compromised
}};

TEST(State, EveryPairOfTheTable) {
  for (std::size_t row = 0; row < kStates.size(); ++row) {
    for (std::size_t column = 0; column < kEvents.size(); ++column) {
      EXPECT_EQ(next_state(kStates.at(row), kEvents.at(column)), kExpected.at(row).at(column))
          << word(kStates.at(row)) << " + " << word(kEvents.at(column));
    }
  }
}

TEST(State, TheTableHasNoRowTwiceAndSaysWhatMustHold) {
  std::set<std::pair<State, Event>> seen;
  for (const auto& row : transitions()) {
    EXPECT_TRUE(seen.insert({row.from, row.event}).second) << word(row.from) << " + " << word(row.event);
    EXPECT_FALSE(row.must_hold.empty());
  }
  EXPECT_EQ(seen.size(), 9U);
}

TEST(State, NothingLeadsBack) {
  // A key that was refused once never verifies again.
  for (const auto& row : transitions()) {
    EXPECT_TRUE(verifies(row.from) || !verifies(row.to)) << word(row.from) << " + " << word(row.event);
  }
}

TEST(State, VerifyingStates) {
  EXPECT_TRUE(verifies(State::pending) && verifies(State::active) && verifies(State::retiring));
  EXPECT_FALSE(verifies(State::retired) || verifies(State::compromised));
}

TEST(State, WordsAreThoseOfTheDesign) {
  for (const auto state : kStates) EXPECT_EQ(state_from_word(word(state)), state);
  EXPECT_EQ(word(State::pending), "pending");
  EXPECT_EQ(word(State::compromised), "compromised");
  for (const char* text : {"", "Active", "activ", "active ", "destroyed"}) EXPECT_FALSE(state_from_word(text)) << text;
  std::set<std::string_view> words;
  for (const auto event : kEvents) words.insert(word(event));
  EXPECT_EQ(words.size(), kEvents.size());
}

}  // namespace
}  // namespace jwtkeep::keyring
