#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "jwtkeep/base/time.hpp"

namespace jwtkeep::base {
namespace {

using std::chrono::microseconds;

TEST(ParseDuration, ReadsEveryUnit) {
  const std::vector<std::pair<const char*, std::int64_t>> cases{{"0s", 0},
                                                                {"1s", 1},
                                                                {"90s", 90},
                                                                {"15m", 900},
                                                                {"1h30m", 5400},
                                                                {"30d", 2592000},
                                                                {"2w", 1209600},
                                                                {"1w2d3h4m5s", 788645},
                                                                {"007m", 420},
                                                                {"0h0s", 0},
                                                                {"36525d", kLongestDuration.count()}};
  for (const auto& [text, seconds] : cases) {
    const auto duration = parse_duration(text);
    ASSERT_TRUE(duration) << text;
    EXPECT_EQ(duration->count(), seconds) << text;
  }
}

TEST(ParseDuration, SaysWhatIsWrong) {
  const std::vector<std::pair<std::string, const char*>> cases{
      {"", "is empty"},
      {"15", "has a number without a unit"},
      {"1h30", "has a number without a unit"},
      {"m", "has no number where one was expected"},
      {"-5m", "has no number where one was expected"},
      {"+5m", "has no number where one was expected"},
      {" 5m", "has no number where one was expected"},
      {"5m ", "has no number where one was expected"},
      {"1.5h", "has an unknown unit, or its units are not from large to small"},
      {"5 m", "has an unknown unit, or its units are not from large to small"},
      {"5M", "has an unknown unit, or its units are not from large to small"},
      {"5ms", "has no number where one was expected"},
      {"5y", "has an unknown unit, or its units are not from large to small"},
      {"30m1h", "has an unknown unit, or its units are not from large to small"},
      {"1m1m", "has an unknown unit, or its units are not from large to small"},
      {"36526d", "is longer than 100 years"},
      {"36525d1s", "is longer than 100 years"},
      {"99999999999999999999999s", "is longer than 100 years"},
      {"9223372036854775807w", "is longer than 100 years"}};
  for (const auto& [text, why] : cases) {
    const auto duration = parse_duration(text);
    ASSERT_FALSE(duration) << text;
    EXPECT_EQ(duration.error().reason, Reason::bad_value) << text;
    EXPECT_NE(duration.error().what.find(why), std::string::npos) << text << ": " << duration.error().what;
    EXPECT_NE(duration.error().hint.find("15m"), std::string::npos);
  }
}

TEST(ParseDuration, DoesNotEchoWhatATerminalWouldObey) {
  for (const auto& text : {std::string("\x1b[2J"), std::string("5m\0", 3), std::string(1000, '7')}) {
    const auto duration = parse_duration(text);
    ASSERT_FALSE(duration);
    EXPECT_EQ(duration.error().what.find(text), std::string::npos);
  }
}

TEST(FormatDuration, IsWhatPeopleWrite) {
  const std::vector<std::pair<std::int64_t, const char*>> cases{
      {0, "0s"},       {1, "1s"},       {59, "59s"},       {60, "1m"},     {90, "1m30s"},
      {3600, "1h"},    {5400, "1h30m"}, {86400, "1d"},     {604800, "1w"}, {2592000, "30d"},
      {1209600, "2w"}, {691200, "8d"},  {-5400, "-1h30m"}, {86401, "1d1s"}};
  for (const auto& [seconds, text] : cases) EXPECT_EQ(format_duration(Seconds{seconds}), text);
}

RC_GTEST_PROP(Duration, WhatIsWrittenIsReadBack, ()) {
  const auto seconds = *rc::gen::oneOf(
      rc::gen::inRange<std::int64_t>(0, kLongestDuration.count() + 1), rc::gen::inRange<std::int64_t>(0, 100000),
      rc::gen::map(rc::gen::inRange<std::int64_t>(0, 5000), [](std::int64_t weeks) { return weeks * 604800; }));
  const auto duration = parse_duration(format_duration(Seconds{seconds}));
  RC_ASSERT(duration.has_value());
  RC_ASSERT(duration->count() == seconds);
}

TEST(DescribeDuration, ShowsTheTwoLargestUnits) {
  const std::vector<std::pair<std::int64_t, const char*>> cases{{0, "0s"},
                                                                {400'000, "0.4s"},
                                                                {1'500'000, "1.5s"},
                                                                {2'000'000, "2s"},
                                                                {10'400'000, "10s"},
                                                                {725'000'000, "12m5s"},
                                                                {273'600'000'000, "3d4h"},
                                                                {273'659'999'999, "3d4h"},
                                                                {259'500'000'000, "3d"},
                                                                {-725'000'000, "-12m5s"}};
  for (const auto& [micros, text] : cases) EXPECT_EQ(describe_duration(microseconds{micros}), text) << micros;
}

}  // namespace
}  // namespace jwtkeep::base
