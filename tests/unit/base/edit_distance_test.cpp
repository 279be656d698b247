#include "jwtkeep/base/edit_distance.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace jwtkeep::base {
namespace {

TEST(EditDistance, CountsInsertionsRemovalsAndReplacements) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("abc", ""), 3U);
  EXPECT_EQ(edit_distance("spring", "spring"), 0U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("sprnig", "spring"), 2U) << "two letters that changed places";
}

RC_GTEST_PROP(EditDistance, IsADistance, (const std::string& a, const std::string& b, const std::string& c)) {
  const auto apart = edit_distance(a, b);
  RC_ASSERT((apart == 0) == (a == b));
  RC_ASSERT(apart == edit_distance(b, a));
  RC_ASSERT(apart <= std::max(a.size(), b.size()));
  RC_ASSERT(edit_distance(a, c) <= apart + edit_distance(b, c));
}

using Words = std::vector<std::string>;

TEST(NearWords, AreTheNearestThatAreNearEnough) {
  const Words commands{"list", "log", "rotate", "restore", "verify", "verifiers", "status"};
  EXPECT_EQ(near_words(commands, "rotaet"), Words{"rotate"});
  EXPECT_EQ(near_words(commands, "lsit"), Words{"list"}) << "two letters that changed places are one slip";
  EXPECT_EQ(near_words(commands, "verfy"), Words{"verify"});
  EXPECT_EQ(near_words(commands, "LIST"), Words{"list"});
  EXPECT_EQ(near_words({"bash", "zsh", "fish"}, "tcsh"), Words{}) << "two slips in four letters";
  EXPECT_EQ(near_words(commands, "frobnicate"), Words{});
  EXPECT_EQ(near_words({"a", "b"}, "c"), Words{}) << "nothing is left of it";
  EXPECT_EQ(near_words({"orders/prod", "orders/prod/refresh", "web/prod"}, "orders/prd"), Words{"orders/prod"});
}

TEST(NearWords, AreThoseThatBeginSoWhereNoneIsNear) {
  EXPECT_EQ(near_words({"secret-file", "url"}, "secret"), Words{"secret-file"});
  EXPECT_EQ(near_words({"orders/dev", "orders/prod", "web/prod"}, "orders"), (Words{"orders/dev", "orders/prod"}));
  EXPECT_EQ(near_words({"orders/dev"}, "or"), Words{}) << "two letters begin too much";
}

TEST(NearWords, AreThreeAtMostAndNoneOfAnEndlessWord) {
  EXPECT_EQ(near_words({"key1", "key2", "key3", "key4"}, "keys"), (Words{"key1", "key2", "key3"}));
  EXPECT_EQ(near_words({"key1"}, ""), Words{});
  EXPECT_EQ(near_words({std::string(1'000'000, 'a')}, std::string(1'000'000, 'b')), Words{}) << "and at once";
}

TEST(DidYouMean, StandsBeforeTheRestOfTheHint) {
  EXPECT_EQ(did_you_mean({}, "see: jwtkeep --help"), "see: jwtkeep --help");
  EXPECT_EQ(did_you_mean({"a"}), "did you mean a?");
  EXPECT_EQ(did_you_mean({"a", "b"}, "see c"), "did you mean a or b? see c");
  EXPECT_EQ(did_you_mean({"a", "b", "c"}), "did you mean a, b or c?");
}

TEST(ChooseHint, NamesTheNearestWordAndThenAll) {
  const Words formats{"text", "json", "sarif"};
  EXPECT_EQ(choose_hint(formats, "sarf"), "did you mean sarif? choose text, json or sarif");
  EXPECT_EQ(choose_hint(formats, "pdf"), "choose text, json or sarif");
  EXPECT_EQ(choose_hint({"pem", "jwk"}, ""), "choose pem or jwk");
}

}  // namespace
}  // namespace jwtkeep::base
