#include "jwtkeep/base/reason.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>

#include "jwtkeep/base/reason_meaning.hpp"
#include "jwtkeep/base/result.hpp"

namespace jwtkeep::base {
namespace {

constexpr auto kLast = static_cast<int>(Reason::internal);

// DESIGN, "Reason codes for a refused token": users' programs compare with these words.
constexpr std::array<std::string_view, 19> kRefusals{
    "malformed",     "too_large",        "alg_not_allowed",  "key_unknown",      "key_not_yet_active",
    "key_retired",   "key_compromised",  "key_mismatch",     "bad_signature",    "decryption_failed",
    "expired",       "not_yet_valid",    "wrong_issuer",     "wrong_audience",   "wrong_type",
    "missing_claim", "crit_unsupported", "duplicate_member", "lifetime_too_long"};

TEST(Reason, TheRefusalsOfATokenComeFirstAndAreNegative) {
  for (std::size_t i = 0; i < kRefusals.size(); ++i) {
    const auto reason = static_cast<Reason>(i);
    EXPECT_EQ(word(reason), kRefusals.at(i));
    EXPECT_EQ(answer(reason), Answer::negative) << word(reason);
  }
}

TEST(Reason, EveryWordIsItsOwn) {
  std::set<std::string> words;
  for (int i = 0; i <= kLast; ++i) {
    const std::string text(word(static_cast<Reason>(i)));
    EXPECT_FALSE(text.empty());
    EXPECT_EQ(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string::npos) << text;
    EXPECT_TRUE(words.insert(text).second) << text << " stands for two reasons";
  }
  // A reason after the last one that is known here has no word of its own: it would be called `internal`.
  EXPECT_EQ(word(static_cast<Reason>(kLast + 1)), "internal");
}

TEST(Reason, EachIsExplained) {
  EXPECT_EQ(reasons().size(), static_cast<std::size_t>(kLast) + 1);
  std::set<std::string_view> seen;
  for (const auto reason : reasons()) {
    const auto [means, why, mend] = meaning(reason);
    for (const auto text : {means, why, mend}) {
      EXPECT_GE(text.size(), 15U) << word(reason);
      EXPECT_FALSE(text.ends_with('.')) << word(reason) << ": " << text;
    }
    EXPECT_TRUE(seen.insert(means).second) << word(reason) << " means what another does";
    EXPECT_TRUE(seen.insert(mend).second) << word(reason) << " is mended as another is";
  }
}

TEST(Reason, AnswersAreExitCodes) {
  EXPECT_EQ(static_cast<int>(Answer::negative), 1);
  EXPECT_EQ(static_cast<int>(Answer::wrong_use), 2);
  EXPECT_EQ(static_cast<int>(Answer::world_failed), 3);
  for (const auto reason : {Reason::weak_secret, Reason::chain_broken}) EXPECT_EQ(answer(reason), Answer::negative);
  for (const auto reason :
       {Reason::bad_value, Reason::bad_policy, Reason::not_found, Reason::already_exists, Reason::unsafe_place}) {
    EXPECT_EQ(answer(reason), Answer::wrong_use) << word(reason);
  }
  for (const auto reason : {Reason::io_failed, Reason::no_space, Reason::busy, Reason::permission, Reason::no_store,
                            Reason::wrong_passphrase, Reason::wrong_key_file, Reason::wrong_master_key,
                            Reason::tampered, Reason::newer_format, Reason::destination_failed, Reason::internal}) {
    EXPECT_EQ(answer(reason), Answer::world_failed) << word(reason);
  }
}

Result<int> half(int number) {
  if (number % 2 != 0) return fail(Reason::bad_value, "odd", "give an even number");
  return number / 2;
}
Result<int> quarter(int number) {
  JWTKEEP_TRY(const int first, half(number));
  JWTKEEP_CHECK(half(first));
  return half(first);
}

TEST(Result, ErrorsPassThroughTheMacros) {
  EXPECT_EQ(quarter(8), 2);
  for (const int number : {1, 2}) {
    const auto result = quarter(number);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().reason, Reason::bad_value);
    EXPECT_EQ(result.error().what, "odd");
    EXPECT_EQ(result.error().hint, "give an even number");
  }
}

}  // namespace
}  // namespace jwtkeep::base
