#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "jwtkeep/base/time.hpp"

namespace jwtkeep::base {
namespace {

using std::chrono::microseconds;

// `date -u -d @253402300799` is the last second of the year 9999.
constexpr std::int64_t kLastSecond = 253402300799;

Instant at(std::int64_t seconds, std::int64_t micros = 0) {
  return Instant{std::chrono::seconds{seconds} + microseconds{micros}};
}

TEST(Instant, KnownTimesAgreeWithTheCalendar) {
  // The seconds are those of `date -u -d TEXT +%s`.
  const std::vector<std::pair<const char*, std::int64_t>> cases{
      {"1970-01-01T00:00:00Z", 0},          {"2000-02-29T12:00:00Z", 951825600},  {"2024-02-29T23:59:59Z", 1709251199},
      {"2024-03-01T00:00:00Z", 1709251200}, {"2026-01-31T09:30:00Z", 1769851800}, {"2038-01-19T03:14:08Z", 2147483648},
      {"9999-12-31T23:59:59Z", kLastSecond}};
  for (const auto& [text, seconds] : cases) {
    EXPECT_EQ(format_instant(at(seconds)), text);
    const auto read = parse_instant(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(*read, at(seconds)) << text;
  }
}

TEST(Instant, OffsetsAreTakenToUtc) {
  const std::vector<std::pair<const char*, std::int64_t>> cases{
      {"2026-01-31T09:30:00+00:00", 1769851800}, {"2026-01-31T09:30:00-00:00", 1769851800},
      {"2026-01-31T11:30:00+02:00", 1769851800}, {"2026-01-31T04:00:00-05:30", 1769851800},
      {"2026-02-01T09:29:00+23:59", 1769851800}, {"2026-01-31t09:30:00z", 1769851800},
      {"2026-01-31 09:30:00Z", 1769851800},      {"1970-01-01T01:00:00+01:00", 0}};
  for (const auto& [text, seconds] : cases) {
    const auto read = parse_instant(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(*read, at(seconds)) << text;
  }
}

TEST(Instant, FractionsHaveMicroseconds) {
  const std::vector<std::pair<const char*, std::int64_t>> cases{
      {".25", 250000}, {".000001", 1}, {".999999", 999999}, {".9999999", 999999}, {".1000000000000", 100000}};
  for (const auto& [fraction, micros] : cases) {
    const auto read = parse_instant(std::string("2026-01-31T09:30:00") + fraction + "Z");
    ASSERT_TRUE(read) << fraction;
    EXPECT_EQ(*read, at(1769851800, micros)) << fraction;
  }
  EXPECT_EQ(format_instant(at(1769851800, 250000)), "2026-01-31T09:30:00.25Z");
  EXPECT_EQ(format_instant(at(1769851800, 1)), "2026-01-31T09:30:00.000001Z");
  EXPECT_EQ(describe_instant(at(1769851800, 999999)), "2026-01-31 09:30:00");
}

TEST(Instant, RefusesWhatIsNoTime) {
  for (const std::string text : {"",
                                 "2026",
                                 "2026-01-31",
                                 "2026-01-31T09:30",
                                 "2026-01-31T09:30:00",
                                 "2026-01-31T09:30:00.Z",
                                 "2026-01-31T09:30:00+2:00",
                                 "2026-01-31T09:30:00+0200",
                                 "2026-01-31T09:30:00+24:00",
                                 "2026-01-31T09:30:00+02:60",
                                 "2026-01-31T24:00:00Z",
                                 "2026-01-31T23:60:00Z",
                                 "2026-01-31T23:59:60Z",
                                 "2026-00-31T09:30:00Z",
                                 "2026-13-01T09:30:00Z",
                                 "2026-01-00T09:30:00Z",
                                 "2026-01-32T09:30:00Z",
                                 "2026-02-29T09:30:00Z",
                                 "2100-02-29T09:30:00Z",
                                 "2026-04-31T09:30:00Z",
                                 "1969-12-31T23:59:59Z",
                                 "10000-01-01T00:00:00Z",
                                 "2026-1-31T09:30:00Z",
                                 " 2026-01-31T09:30:00Z",
                                 "2026-01-31T09:30:00Z ",
                                 "2026-01-31X09:30:00Z",
                                 "+026-01-31T09:30:00Z",
                                 "2026-01-31T09:30:00Zulu"}) {
    const auto read = parse_instant(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().reason, Reason::bad_value);
  }
}

TEST(Instant, AnOffsetDoesNotLeadOutOfTheYears) {
  for (const char* text : {"1970-01-01T00:59:59+01:00", "9999-12-31T23:00:00-01:00", "9999-12-31T23:59:59.5-00:01"}) {
    EXPECT_FALSE(parse_instant(text)) << text;
  }
}

RC_GTEST_PROP(Instant, WhatIsWrittenIsReadBack, ()) {
  const auto seconds = *rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, kLastSecond + 1),
                                       rc::gen::inRange<std::int64_t>(1700000000, 1900000000));
  const auto micros = *rc::gen::elementOf(std::vector<std::int64_t>{0, 1, 10, 123456, 500000, 999999});
  const auto instant = at(seconds, micros);
  const auto read = parse_instant(format_instant(instant));
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == instant);
}

RC_GTEST_PROP(Instant, TextOrderIsTimeOrderToTheSecond, ()) {
  const auto a = at(*rc::gen::inRange<std::int64_t>(0, kLastSecond + 1));
  const auto b = at(*rc::gen::inRange<std::int64_t>(0, kLastSecond + 1));
  RC_ASSERT((a < b) == (format_instant(a) < format_instant(b)));
}

}  // namespace
}  // namespace jwtkeep::base
