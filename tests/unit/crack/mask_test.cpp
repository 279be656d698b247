#include "jwtkeep/crack/candidates/mask.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "jwtkeep/crack/candidates/hybrid_space.hpp"
#include "jwtkeep/crack/candidates/mask_list.hpp"
#include "jwtkeep/crack/candidates/mask_space.hpp"
#include "tests/unit/crack/drained.hpp"

namespace jwtkeep::crack {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

CustomCharsets custom(const std::string& one, const std::string& two = "") {
  const auto sets = parse_custom_charsets({one, two, "", ""});
  EXPECT_TRUE(sets.has_value()) << sets.error().what;
  return sets.value_or(CustomCharsets{});
}

Mask mask(std::string_view text, const CustomCharsets& sets = {}) {
  auto parsed = Mask::parse(text, sets);
  EXPECT_TRUE(parsed.has_value()) << parsed.error().what;
  return *parsed;
}

std::string why_not(std::string_view text, const CustomCharsets& sets = {}) {
  const auto parsed = Mask::parse(text, sets);
  EXPECT_FALSE(parsed.has_value());
  return parsed ? "" : parsed.error().what;
}

// The sizes that hashcat's wiki gives for its built-in charsets (mask_attack).
TEST(MaskTest, ClassesAreThoseOfHashcat) {
  EXPECT_EQ(mask("?l").candidates(), 26U);
  EXPECT_EQ(mask("?u").candidates(), 26U);
  EXPECT_EQ(mask("?d").candidates(), 10U);
  EXPECT_EQ(mask("?h").at(0), "0123456789abcdef");
  EXPECT_EQ(mask("?H").at(0), "0123456789ABCDEF");
  EXPECT_EQ(mask("?s").at(0), " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");
  EXPECT_EQ(mask("?a").candidates(), 95U);
  EXPECT_EQ(mask("?b").candidates(), 256U);
  EXPECT_EQ(mask("??").at(0), "?");
  EXPECT_EQ(mask("pass?d?d").candidates(), 100U);
}

TEST(MaskTest, GivesEachCandidateOnceInOrder) {
  const auto space = mask_space(mask("a?d?1", custom("xy")));
  const auto all = drained(*space);
  ASSERT_EQ(all.size(), 20U);
  EXPECT_EQ(all[0], "a0x");
  EXPECT_EQ(all[1], "a0y");
  EXPECT_EQ(all[2], "a1x");
  EXPECT_EQ(all[19], "a9y");
}

TEST(MaskTest, CustomCharsetsMayHoldClassesAndEarlierOnes) {
  const auto sets = custom("?dabc?d", "?1?u??");
  EXPECT_EQ(*sets[0], "0123456789abc");
  EXPECT_EQ(sets[1]->size(), 13U + 26U + 1U);
}

TEST(MaskTest, ErrorsMarkThePlace) {
  EXPECT_THAT(why_not("?l?y?d"), HasSubstr("position 3: there is no such class\n?l?y?d\n  ^"));
  EXPECT_THAT(why_not("abc?"), HasSubstr("position 4"));
  EXPECT_THAT(why_not("?3"), HasSubstr("?3 is not defined"));
  EXPECT_THAT(why_not(""), HasSubstr("empty"));
  EXPECT_THAT(why_not(std::string(300, 'a')), HasSubstr("256"));
  EXPECT_THAT(why_not("?b?b?b?b?b?b?b?b"), HasSubstr("2^63"));
  EXPECT_EQ(mask("?b?b?b?b?b?b?b").candidates(), std::uint64_t{1} << 56U);
  // Characters of several bytes take one column.
  EXPECT_THAT(why_not("\xc3\xa9\xc3\xa9?y"), HasSubstr("\n  ^"));
  const auto sets = parse_custom_charsets({"?l", "ab?9", "", ""});
  ASSERT_FALSE(sets.has_value());
  EXPECT_THAT(sets.error().what, HasSubstr("the charset ?2: position 3"));
}

TEST(MaskTest, APrefixHasItsOwnText) {
  const auto shorter = mask("a?d??b").prefix(3);
  EXPECT_EQ(shorter.text(), "a?d??");
  EXPECT_EQ(shorter.candidates(), 10U);
  EXPECT_EQ(shorter.length(), 3U);
}

TEST(MaskTest, ThreadsShareItAndASeekGoesOn) {
  const auto space = mask_space(mask("?d?l?l?l?l"));  // 4,569,760: five pieces
  const auto one = space->candidates();
  const auto other = space->candidates();
  ASSERT_TRUE(one->take().value());
  ASSERT_TRUE(other->take().value());
  const auto second = other->begin();
  EXPECT_GT(second, one->begin());
  Batch batch;
  ASSERT_TRUE(other->fill(batch));
  const std::string first_of_second(base::as_text(batch[0]));

  const auto resumed = mask_space(mask("?d?l?l?l?l"));
  ASSERT_TRUE(resumed->seek(second).has_value());
  const auto rest = drained(*resumed);
  EXPECT_EQ(rest.front(), first_of_second);
  EXPECT_EQ(rest.size(), 4'569'760U - second.outer);
  EXPECT_EQ(rest.back(), "9zzzz");
}

RC_GTEST_PROP(MaskProperty, SeekIsSteppingThatOften, ()) {
  const auto sets = custom("abc", "01");
  const auto parsed = mask("?1?2x?1?d?2", sets);
  const auto index = *rc::gen::inRange<std::uint64_t>(0, parsed.candidates());
  std::string stepped(parsed.length(), '\0');
  std::string sought = stepped;
  MaskCursor cursor(parsed);
  cursor.seek(0, reinterpret_cast<std::uint8_t*>(stepped.data()));
  for (std::uint64_t i = 0; i < index; ++i) cursor.step(reinterpret_cast<std::uint8_t*>(stepped.data()));
  MaskCursor(parsed).seek(index, reinterpret_cast<std::uint8_t*>(sought.data()));
  RC_ASSERT(stepped == sought);
}

TEST(MaskListTest, ReadsHashcatsMaskFiles) {
  const auto masks = parse_mask_list("# comment\n?l?d\n\n?dab,?1?1\r\n\\#x\\,?d\nxy,?u?1,?1?2\n", {}, "m.hcmask");
  ASSERT_TRUE(masks.has_value()) << masks.error().what;
  ASSERT_EQ(masks->size(), 4U);
  EXPECT_EQ((*masks)[0].candidates(), 260U);
  EXPECT_EQ((*masks)[1].candidates(), 144U);
  EXPECT_EQ((*masks)[2].text(), "#x,?d");
  EXPECT_EQ((*masks)[3].candidates(), 2U * 28U);

  // An empty field defines nothing.
  EXPECT_THAT(parse_mask_list(",?1\n", {}, "m").error().what, HasSubstr("?1 is not defined"));
  EXPECT_EQ(parse_mask_list(",?d,?1?2\n", custom("xy"), "m").value()[0].candidates(), 20U);

  const auto wrong = parse_mask_list("?l\n?l?z\n", {}, "m.hcmask");
  ASSERT_FALSE(wrong.has_value());
  EXPECT_THAT(wrong.error().what, HasSubstr("m.hcmask:2: the mask, position 3"));
}

TEST(HybridTest, PutsTheMaskBehindOrBeforeEachWord) {
  EXPECT_THAT(drained(*hybrid_space(words_of_text("ab\nc\n"), mask("?1", custom("xy")), Side::behind)),
              ElementsAre("abx", "aby", "cx", "cy"));
  EXPECT_THAT(drained(*hybrid_space(words_of_text("ab\n\n"), mask("?1!", custom("xy")), Side::before)),
              ElementsAre("x!ab", "y!ab", "x!", "y!"));
}

TEST(HybridTest, GoesOnAmidstAWord) {
  const auto make = [] { return hybrid_space(words_of_text("one\ntwo\nthree"), mask("?d?d?d?d?d?d"), Side::behind); };
  const auto space = make();
  const auto candidates = space->candidates();
  std::vector<Position> begins;
  while (candidates->take().value()) begins.push_back(candidates->begin());
  // 3 million in pieces of 2^20: the second begins amidst a word.
  ASSERT_EQ(begins.size(), 3U);
  EXPECT_EQ(begins[1], (Position{4, (std::uint64_t{1} << 20U) - 1'000'000}));
  const auto resumed = make();
  ASSERT_TRUE(resumed->seek(begins[1]).has_value());
  const auto rest = drained(*resumed);
  EXPECT_EQ(rest.size(), 3'000'000U - (std::uint64_t{1} << 20U));
  EXPECT_EQ(rest.front(), "two048576");
  EXPECT_EQ(rest.back(), "three999999");
}

}  // namespace
}  // namespace jwtkeep::crack
