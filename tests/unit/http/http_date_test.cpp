#include "jwtkeep/http/http_date.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <ctime>

namespace jwtkeep::http {
namespace {

const base::Instant kNow = *base::parse_instant("2026-02-01T00:00:00Z");

TEST(HttpDate, ReadsTheThreeFormsOfRfc9110Section567) {
  const auto expected = base::parse_instant("1994-11-06T08:49:37Z").value();
  for (const char* text :
       {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"}) {
    EXPECT_EQ(parse_http_date(text, kNow), expected) << text;
  }
  // "more than 50 years in the future" is the past.
  EXPECT_EQ(parse_http_date("Sunday, 06-Nov-76 08:49:37 GMT", kNow),
            base::parse_instant("2076-11-06T08:49:37Z").value());
  EXPECT_EQ(parse_http_date("Sunday, 06-Nov-77 08:49:37 GMT", kNow),
            base::parse_instant("1977-11-06T08:49:37Z").value());
  EXPECT_EQ(parse_http_date("Sat, 31 Dec 2016 23:59:60 GMT", kNow),
            base::parse_instant("2016-12-31T23:59:59Z").value());
}

TEST(HttpDate, RefusesAllElse) {
  for (const char* text :
       {"", "0", "-1", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 GMT ", "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 06 Nov 1969 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT",
        "1994-11-06T08:49:37Z", "784111777"}) {
    EXPECT_FALSE(parse_http_date(text, kNow)) << text;
  }
}

RC_GTEST_PROP(HttpDate, ReadsWhatTheCLibraryWrites, ()) {
  const auto seconds = *rc::gen::inRange<std::int64_t>(0, 253402300800);
  const auto time = static_cast<std::time_t>(seconds);
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  for (const char* format : {"%a, %d %b %Y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"}) {
    std::array<char, 64> text{};
    std::strftime(text.data(), text.size(), format, &parts);
    const auto read = parse_http_date(text.data(), kNow);
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == base::Instant{std::chrono::seconds{seconds}});
  }
}

}  // namespace
}  // namespace jwtkeep::http
