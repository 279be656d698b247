// The reports: their shape, that no token and no markup of strangers stands in them.
#include "jwtkeep/probe/report/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample.hpp"

namespace jwtkeep::probe {
namespace {

using testing::HasSubstr;
using testing::Not;

Report sample() {
  Report report{.target = "http://localhost:8000/<me>", .alg = "HS256", .verdict = Verdict::accepts_forgeries};
  report.controls = {{"the good token", true, true, 200}, {"a wrong signature", false, false, 401}};
  report.findings = {{.forgery = find_forgery("none"),
                      .hits = {{"alg \"<script>alert(1)</script>\"", Outcome::accepted, 200, {}}},
                      .tried = 22},
                     {.forgery = find_forgery("crit"), .hits = {{"crit", Outcome::accepted, 200, {}}}, .tried = 1}};
  report.refused = {{find_forgery("stripped"), 4}};
  report.untried = {{find_forgery("confusion"), "no public key"}};
  report.remarks = {"a remark & more"};
  report.requests = 30;
  return report;
}

TEST(ProbeReport, AsJsonHasAllOfIt) {
  const auto json = to_json(sample());
  EXPECT_EQ(*json.find("verdict")->string(), "accepts_forgeries");
  EXPECT_TRUE(json.find("why")->is_null());
  const auto& finding = json.find("findings")->items()->front();
  EXPECT_EQ(*finding.find("id")->string(), "none");
  EXPECT_EQ(*finding.find("severity")->string(), "critical");
  EXPECT_EQ(*finding.find("hits")->items()->front().find("outcome")->string(), "accepted");
  EXPECT_EQ(*json.find("untried")->items()->front().find("why")->string(), "no public key");
}

TEST(ProbeReport, AsSarifHasARuleForEachForgeryAndAResultForEachFinding) {
  const auto log = to_sarif(sample(), "1.2.3");
  const auto& one = log.find("runs")->items()->front();
  const auto& rules = *one.find("tool")->find("driver")->find("rules")->items();
  EXPECT_EQ(rules.size(), forgeries().size() + 1);
  const auto& results = *one.find("results")->items();
  ASSERT_EQ(results.size(), 2U);
  EXPECT_EQ(*results[0].find("level")->string(), "error");
  EXPECT_EQ(*results[1].find("level")->string(), "note");
  for (const auto& result : results) {
    const auto index = static_cast<std::size_t>(*result.find("ruleIndex")->integer());
    EXPECT_EQ(*rules.at(index).find("id")->string(), *result.find("ruleId")->string());
  }
}

TEST(ProbeReport, AsHtmlStandsByItselfAndEscapesEverything) {
  const auto html = to_html(sample(), "1.2.3");
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
  EXPECT_THAT(html, HasSubstr("http://localhost:8000/&lt;me&gt;"));
  EXPECT_THAT(html, HasSubstr("a remark &amp; more"));
  for (const auto* sign : {"<script", "<link", "src=", "@import", "url(", "<me>"})
    EXPECT_THAT(html, Not(HasSubstr(sign)));
}

TEST(ProbeReport, ThePlanHasTheTokensAndTheReportNone) {
  const auto planned = *plan(material(KeyOf::hmac), {.only = {"expired"}});
  EXPECT_THAT(base::write_json(to_json(planned)), HasSubstr(planned.front().attempts.list.front().token));
  Service service{.verifier = [](const std::string& token) { return is_sound(material(KeyOf::hmac), token); }};
  const auto everything = *plan(material(KeyOf::hmac), {.skip = {"huge-token"}});
  const auto report = *run(material(KeyOf::hmac).good, everything, {}, service.conduct());
  for (const auto& text :
       {base::write_json(to_json(report)), base::write_json(to_sarif(report, "1")), to_html(report, "1")}) {
    EXPECT_THAT(text, Not(HasSubstr("eyJ")));
  }
}

}  // namespace
}  // namespace jwtkeep::probe
