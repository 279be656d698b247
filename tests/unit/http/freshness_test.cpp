#include "jwtkeep/http/freshness.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/http/message.hpp"

namespace jwtkeep::http {
namespace {

using base::Seconds;

const base::Instant kNow = *base::parse_instant("1994-11-06T08:49:37Z");

std::optional<std::int64_t> fresh(std::vector<ResponseField> fields) {
  const auto result = fresh_for({.url = Url::parse("https://a.example").value(), .fields = std::move(fields)}, kNow);
  return result ? std::optional(result->count()) : std::nullopt;
}
std::optional<std::int64_t> fresh(const char* cache_control) { return fresh({{"cache-control", cache_control}}); }

TEST(Freshness, ReadsCacheControl) {
  const std::optional<std::int64_t> nothing;
  const std::vector<std::pair<const char*, std::optional<std::int64_t>>> cases{
      {"max-age=600", 600},
      {"public, max-age=600, must-revalidate", 600},
      {"MAX-AGE=600", 600},
      {" max-age = 600 ", 600},
      {"max-age=\"600\"", 600},  // RFC 9111 section 5.2
      {",,max-age=600,,", 600},
      {"max-age=0", 0},
      {"no-store", 0},
      {"no-cache, max-age=600", 0},
      {"No-Store,max-age=600", 0},
      {"no-cache=\"set-cookie\", max-age=600", 0},
      {"max-age=600, max-age=60", 60},
      {"max-age=60, max-age=600", 60},
      // RFC 9111 section 4.2.1: what is broken is stale.
      {"max-age", 0},
      {"max-age=", 0},
      {"max-age=-1", 0},
      {"max-age=1.5", 0},
      {"max-age=+60", 0},
      {"max-age=60s", 0},
      {"max-age=600, max-age=x", 0},
      // RFC 9111 section 1.2.2
      {"max-age=2147483648", 2147483648},
      {"max-age=99999999999999999999999999", 2147483648},
      // s-maxage is for shared caches; this is none.
      {"s-maxage=10", nothing},
      {"max-age=600, s-maxage=10", 600},
      {"public", nothing},
      {"", nothing},
      // Within quotes there is no directive.
      {"private=\"x, max-age=1, no-store\"", nothing},
      {"x=\"a\\\", no-store\", max-age=5", 5},
      {"x-max-age=5", nothing},
      {"x=\"unfinished, max-age=5", nothing},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(fresh(text), expected) << text;
  EXPECT_EQ(fresh(std::vector<ResponseField>{}), nothing);
  EXPECT_EQ(fresh({{"cache-control", "public"}, {"cache-control", "max-age=7"}}), 7);
}

TEST(Freshness, SubtractsAge) {
  EXPECT_EQ(fresh({{"cache-control", "max-age=600"}, {"age", "100"}}), 500);
  EXPECT_EQ(fresh({{"cache-control", "max-age=600"}, {"age", "700"}}), 0);
  EXPECT_EQ(fresh({{"cache-control", "max-age=600"}, {"age", "-5"}}), 0);
  EXPECT_EQ(fresh({{"cache-control", "max-age=600"}, {"age", "1"}, {"age", "2"}}), 0);
}

TEST(Freshness, FallsBackToExpires) {
  EXPECT_EQ(fresh({{"expires", "Sun, 06 Nov 1994 08:59:37 GMT"}}), 600);
  // The sender's clock counts, where it says it.
  EXPECT_EQ(fresh({{"expires", "Sun, 06 Nov 1994 18:59:37 GMT"}, {"date", "Sun, 06 Nov 1994 18:49:37 GMT"}}), 600);
  EXPECT_EQ(fresh({{"expires", "Sun, 06 Nov 1994 08:59:37 GMT"}, {"age", "60"}}), 540);
  EXPECT_EQ(fresh({{"expires", "Sun, 06 Nov 1994 08:39:37 GMT"}}), 0);
  EXPECT_EQ(fresh({{"expires", "0"}}), 0);
  EXPECT_EQ(fresh({{"expires", "-1"}}), 0);
  EXPECT_EQ(fresh({{"cache-control", "max-age=5"}, {"expires", "Sun, 06 Nov 1994 08:59:37 GMT"}}), 5);
  EXPECT_EQ(fresh({{"cache-control", "public"}, {"expires", "Sun, 06 Nov 1994 08:59:37 GMT"}}), 600);
}

}  // namespace
}  // namespace jwtkeep::http
