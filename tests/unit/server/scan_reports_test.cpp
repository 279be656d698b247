#include "jwtkeep/server/scan_reports.hpp"
#include "tests/unit/now.hpp"

#include <gtest/gtest.h>

namespace jwtkeep::server {
namespace {

using base::Json;

ScanFinding finding(std::string keyring, std::uint64_t line = 1) {
  return {.keyring = std::move(keyring),
          .id = std::string(32, 'a'),
          .rule = "js-jsonwebtoken",
          .severity = "critical",
          .path = "src/a.js",
          .line = line,
          .commit = std::string(40, 'c')};
}

ScanReports::Report report(std::string source, std::vector<ScanFinding> findings) {
  return {.source = std::move(source), .at = kNow, .findings = std::move(findings)};
}

const ScanReports::May kAll = [](std::string_view) { return true; };

TEST(ScanReports, AreWrittenAndReadAgain) {
  ScanReports all;
  all.replace(report("b", {finding("orders/prod"), finding("")}), kAll);
  all.replace(report("a", {finding("web/prod", 7)}), kAll);
  const auto again = ScanReports::from_json(all.to_json());
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, all);
  EXPECT_EQ(again->reports().front().source, "a");
}

TEST(ScanReports, ReplaceOnlyWhatTheSourceMayTellOf) {
  ScanReports all;
  all.replace(report("a", {finding("orders/prod"), finding("web/prod")}), kAll);
  all.replace(report("a", {finding("orders/prod", 9)}),
              [](std::string_view keyring) { return keyring == "orders/prod"; });
  ASSERT_EQ(all.reports().size(), 1U);
  EXPECT_EQ(all.reports().front().findings, (std::vector{finding("orders/prod", 9), finding("web/prod")}));
  all.replace(report("a", {}), kAll);
  EXPECT_TRUE(all.reports().empty());
  all.replace(report("a", {}), kAll);
  EXPECT_TRUE(all.reports().empty());
}

TEST(ScanReports, KeepNothingButNames) {
  const auto owner = [](const char* keyring) { return Json::object({{"keyring", keyring}, {"kid", "k1"}}); };
  const auto json = Json::object(
      {{"findings",
        Json::array({Json::object({{"id", std::string(32, 'a')},
                                   {"rule", "r"},
                                   {"severity", "low"},
                                   {"path", "p"},
                                   {"line", 3},
                                   {"text", "secret = 'do not keep me'"},
                                   {"masked", "do not keep me"},
                                   {"history", nullptr},
                                   {"owners", Json::array({owner("a/b"), owner("a/b"), owner("a/c")})}})})}});
  const auto found = read_scan_report(json);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 2U);  // one for each keyring
  EXPECT_EQ((*found)[1].keyring, "a/c");
  ScanReports all;
  all.replace(report("a", *found), kAll);
  EXPECT_EQ(base::write_json(all.to_json()).find("keep me"), std::string::npos);
}

TEST(ScanReports, AreNotReadOnceTheyWouldBeTooLarge) {
  // A few KiB that are copied for each owner.
  const auto report_of = [](int owners) {
    auto list = Json::array();
    for (int i = 0; i < owners; ++i) list.push(Json::object({{"keyring", "s" + std::to_string(i) + "/prod"}}));
    return Json::object({{"findings", Json::array({Json::object({{"id", std::string(32, 'a')},
                                                                 {"rule", "r"},
                                                                 {"severity", "low"},
                                                                 {"path", std::string(4096, 'p')},
                                                                 {"line", 3},
                                                                 {"history", nullptr},
                                                                 {"owners", std::move(list)}})})}});
  };
  const auto fits = read_scan_report(report_of(200));
  ASSERT_TRUE(fits) << fits.error().what;
  EXPECT_EQ(fits->size(), 200U);
  const auto large = read_scan_report(report_of(1000));
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().reason, base::Reason::too_large);
}

TEST(ScanReports, SourcesHaveNames) {
  for (const auto* fine : {"acme/orders", "git@host:a/b.git", "CI-1_2"}) EXPECT_TRUE(check_source_name(fine)) << fine;
  for (const auto* bad : {"", "a b", "<b>", "a\n", "\xc3\xa9"}) EXPECT_FALSE(check_source_name(bad)) << bad;
  EXPECT_FALSE(check_source_name(std::string(129, 'a')));
}

}  // namespace
}  // namespace jwtkeep::server
