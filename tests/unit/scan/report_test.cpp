#include "jwtkeep/scan/report/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/hash.hpp"
#include "tests/unit/scan/sample_findings.hpp"

namespace jwtkeep::scan {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing_findings::call;
using testing_findings::kNow;
using testing_findings::owner;
using testing_findings::token;

constexpr std::array kRules{
    RuleText{"js-jsonwebtoken", "A literal as jsonwebtoken's secret", "Read it from the environment"},
    RuleText{"jwt", "A token", "Take it out"}};

Report sample() {
  auto allowed = call("test/a.js", 1);
  allowed.allowed = "of the tests";
  allowed.id = std::string(32, '1');
  auto known = call("old.js", 2);
  known.id = std::string(32, '2');
  auto minor = call("README.md", 3);
  minor.severity = Severity::low;
  minor.id = std::string(32, '3');
  const auto baseline = Baseline::of({known});
  auto report = sort_out({call(), allowed, minor, known, token()}, &baseline, Severity::medium);
  report.version = "1.2.3";
  report.now = kNow;
  report.roots = {"."};
  return report;
}

TEST(SortOut, TellsTheWorstFirstAndKeepsApartWhatDoesNotCount) {
  const auto report = sample();
  ASSERT_EQ(report.findings.size(), 2U);
  EXPECT_EQ(report.findings[0].severity, Severity::critical);
  EXPECT_EQ(report.findings[1].place.path, "src/auth.js");
  EXPECT_EQ(report.allowed.size(), 1U);
  EXPECT_EQ(report.known.size(), 1U);
  EXPECT_EQ(report.below, 1U);
  EXPECT_TRUE(report.gone.empty());
  EXPECT_EQ(report.count(Severity::critical), 1U);
}

TEST(Sentences, SayWhoseItIsAndHowToEndIt) {
  EXPECT_EQ(owner_sentence(call(), owner()), "this is the LIVE key 2026-08 of orders/prod (active)");
  EXPECT_EQ(owner_sentence(call(), owner(keyring::State::retired)), "this is the retired key 2026-08 of orders/prod");
  EXPECT_EQ(owner_sentence(token(), owner()), "signed by the LIVE key 2026-08 of orders/prod (active)");
  EXPECT_EQ(mend_command(token(), owner(), kNow), mend_command(owner()));
  EXPECT_EQ(mend_command(token(), owner(), kNow + std::chrono::days{1}), "");
  auto by_kid = owner(keyring::State::retiring);
  by_kid.by_kid_alone = true;
  EXPECT_EQ(owner_sentence(token(), by_kid), "its kid is that of the LIVE key 2026-08 of orders/prod (retiring)");
  EXPECT_EQ(mend_command(owner()), "jwtkeep rotate orders/prod --compromised 2026-08");
  EXPECT_EQ(mend_command(owner(keyring::State::compromised)), "");
  by_kid.kid = "it's";
  EXPECT_EQ(mend_command(by_kid), R"(jwtkeep rotate orders/prod --compromised 'it'\''s')");
}

TEST(Sentences, SayWhatATokenIsGoodFor) {
  auto finding = token();
  EXPECT_EQ(token_sentence(finding, kNow),
            "a token of HS256, issued by https://orders.example, for alice, VALID until 2027-01-15 09:00:00Z");
  EXPECT_THAT(token_sentence(finding, kNow + std::chrono::days{1}), HasSubstr("expired 2027-01-15"));
  finding.owners.clear();
  EXPECT_THAT(token_sentence(finding, kNow), HasSubstr("expires 2027-01-15"));
  finding.token->expires_at.reset();
  finding.token->cracked = true;
  finding.token->product = "jwt.io";
  EXPECT_THAT(token_sentence(finding, kNow), HasSubstr("never expires; its secret is published: anybody can sign such "
                                                       "tokens (known from jwt.io)"));
}

TEST(Sentences, SayWhatAHistoryHas) {
  EXPECT_EQ(history_sentence(*token().place.history),
            "since commit 111111111111 of 2026-12-16 by Ann <ann@example.org>; last brought by 222222222222 of "
            "2027-01-12 by Bob <bob@example.org>; no more in HEAD, but anybody who clones has it");
  auto twice = *token().place.history;
  twice.last = twice.first;
  twice.last->path = "copy.json";
  EXPECT_EQ(
      history_sentence(twice),
      "since commit 111111111111 of 2026-12-16 by Ann <ann@example.org>; no more in HEAD, but anybody who clones has "
      "it");
  auto stays = twice;
  stays.in_head = true;
  stays.head_path = "copy.json";
  EXPECT_THAT(history_sentence(stays), testing::EndsWith("; still in HEAD, as copy.json"));
  stays.paths = {"copy.json"};
  EXPECT_THAT(history_sentence(stays), testing::EndsWith("; still in HEAD"));
  EXPECT_EQ(history_sentence({.blob = "b", .first = {}, .last = {}, .paths = {}}),
            "in no commit: an object that nothing points to");
}

TEST(ScanReport, AsJsonHasEveryMember) {
  const auto json = to_json(sample(), kRules);
  const auto& first = json.find("findings")->items()->front();
  EXPECT_EQ(
      base::write_json(first),
      R"({"id":"ffeeddccbbaa99887766554433221100","rule":"jwt","title":"A token","kind":"token","certainty":"sink",)"
      R"("severity":"critical","setting":"test","path":"fixtures/session.json","line":3,"column":11,"end_line":3,)"
      R"("end_column":23,"text":"\"token\": \"ey********Yw\"","name":null,"masked":"ey********Yw","length_bytes":12,)"
      R"("strength":null,"product":null,"token":{"alg":"HS256","kid":"2026-08","issuer":"https://orders.example",)"
      R"("subject":"alice","issued_at":"2027-01-15T07:00:00Z","expires_at":"2027-01-15T09:00:00Z","encrypted":false,)"
      R"("secret_is_published":false,"product":null,"standing":"valid"},"owners":[{"keyring":"orders/prod",)"
      R"("kid":"2026-08","state":"active","live":true,"by_kid_alone":false,)"
      R"("mend":"jwtkeep rotate orders/prod --compromised 2026-08"}],"history":{"object":)"
      R"("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","first_commit":{"id":)"
      R"("1111111111111111111111111111111111111111","time":"2026-12-16T08:00:00Z","author":"Ann <ann@example.org>",)"
      R"("path":"old.json"},"last_commit":{"id":"2222222222222222222222222222222222222222",)"
      R"("time":"2027-01-12T08:00:00Z","author":"Bob <bob@example.org>","path":"new.json"},"in_head":false,"head_path":null,)"
      R"("paths":["new.json","old.json"]},"allowed":null,"mark_without_reason":false,"help":"Take it out"})");
  EXPECT_EQ(*json.find("counts")->find("critical")->integer(), 1);
  EXPECT_EQ(*json.find("below_severity")->integer(), 1);
  EXPECT_EQ(json.find("allowed")->items()->size(), 1U);
  EXPECT_EQ(json.find("known")->items()->size(), 1U);
}

TEST(ScanReport, AsSarifHasARuleForEachResult) {
  auto report = sample();
  report.findings[1].rule = "of-nobody";
  const auto log = to_sarif(report, kRules);
  const auto& run = log.find("runs")->items()->front();
  const auto& rules = *run.find("tool")->find("driver")->find("rules")->items();
  const auto& results = *run.find("results")->items();
  ASSERT_EQ(results.size(), 4U);
  for (const auto& result : results) {
    const auto index = static_cast<std::size_t>(*result.find("ruleIndex")->integer());
    EXPECT_EQ(*rules.at(index).find("id")->string(), *result.find("ruleId")->string());
  }
  EXPECT_EQ(*results[0].find("level")->string(), "error");
  EXPECT_EQ(*results[0].find("partialFingerprints")->find("jwtkeep/v1")->string(), token().id);
  EXPECT_EQ(results[1].find("suppressions"), nullptr);
  EXPECT_EQ(base::write_json(*results[2].find("suppressions")),
            R"([{"kind":"inSource","justification":"of the tests"}])");
  EXPECT_EQ(base::write_json(*results[3].find("suppressions")),
            R"([{"kind":"external","justification":"in the baseline"}])");
}

TEST(ScanReport, AsSarifCountsCharactersAndWritesPathsAsUris) {
  auto finding = call("a b/\xc3\xa4.js");
  finding.place.line = "\xc3\xa4\xc3\xa4 = \"s3**Q=\"";
  finding.place.mask_begin = 8;
  finding.place.begin.column = 9;
  finding.place.end.column = 15;
  const auto log = to_sarif(sort_out({finding}, nullptr, Severity::low), kRules);
  const auto& place = *log.find("runs")->items()->front().find("results")->items()->front().find("locations");
  EXPECT_EQ(base::write_json(place), R"([{"physicalLocation":{"artifactLocation":{"uri":"a%20b/%C3%A4.js"},)"
                                     R"("region":{"startLine":7,"startColumn":7,"endLine":7,"endColumn":13}}}])");
}

TEST(ScanReport, ForGitHubIsEscapedAsItsToolkitDoes) {
  auto finding = call("a,b:c%\n\x1b.js");
  const auto text = to_github(sort_out({finding}, nullptr, Severity::low), kRules);
  EXPECT_EQ(
      text,
      "::error file=a%2Cb%3Ac%25%0A\xef\xbf\xbd.js,line=7,endLine=7,col=17,endColumn=29,title=high%3A A literal as "
      "jsonwebtoken's secret::A literal as jsonwebtoken's secret: guessable, too%0ARead it from the environment\n");
  finding.severity = Severity::medium;
  EXPECT_TRUE(to_github(sort_out({finding}, nullptr, Severity::low), kRules).starts_with("::warning "));
  finding.severity = Severity::low;
  EXPECT_TRUE(to_github(sort_out({finding}, nullptr, Severity::low), kRules).starts_with("::notice "));
  EXPECT_EQ(to_github(sort_out({}, nullptr, Severity::low), kRules), "");
}

/// How a policy names what stands in the only element of this name.
std::string source_of(std::string_view html, const std::string& element) {
  const auto begin = html.find("<" + element + ">") + element.size() + 2;
  EXPECT_EQ(html.find("<" + element, begin), std::string_view::npos);
  const auto text = html.substr(begin, html.find("</" + element + ">") - begin);
  return "'sha256-" + base::base64_encode(crypto::digest(crypto::Hash::sha256, base::as_bytes(text))) + "'";
}

TEST(ScanReport, AsHtmlHasAPageForEachFindingAndNothingFromElsewhere) {
  auto report = sample();
  report.findings[1].place.path = "<img src=x onerror=alert(1)>";
  const auto html = to_html(report, kRules);
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  EXPECT_THAT(html, HasSubstr(R"(<section id="finding-1" )"));
  EXPECT_THAT(html, HasSubstr(R"(<section id="finding-2" )"));
  EXPECT_THAT(html, HasSubstr("<mark>ey********Yw</mark>"));
  EXPECT_THAT(html, HasSubstr("<code>jwtkeep rotate orders/prod --compromised 2026-08</code>"));
  // The only style and the only script are those that the policy names.
  EXPECT_THAT(html, HasSubstr("style-src " + source_of(html, "style")));
  EXPECT_THAT(html, HasSubstr("script-src " + source_of(html, "script")));
  for (const auto* word : {"src=\"", "url(", "@import", "<link"}) EXPECT_THAT(html, Not(HasSubstr(word)));
}

TEST(ScanReport, AsAFolderHasAFileForEachFindingThatLeadsToItsNeighbours) {
  auto report = sample();
  report.findings.push_back(report.findings.front());  // the same id once more
  report.findings[1].place.path = "<img src=x onerror=alert(1)>";
  const auto names = html_names(report);
  EXPECT_THAT(names,
              testing::ElementsAre("index.html", "ffeeddccbbaa99887766554433221100.html",
                                   "00112233445566778899aabbccddeeff.html", "ffeeddccbbaa99887766554433221100-2.html"));
  const auto index = to_html_file(report, kRules, names, 0);
  for (std::size_t at = 1; at < names.size(); ++at) {
    EXPECT_THAT(index, HasSubstr("<a href=\"" + names[at] + "\">"));
    const auto page = to_html_file(report, kRules, names, at);
    EXPECT_THAT(page, HasSubstr(R"(<a href="index.html">)"));
    EXPECT_EQ(page.contains("<a rel=\"prev\" href=\"" + names[at - 1] + "\">"), at > 1);
    EXPECT_EQ(page.contains("<a rel=\"next\""), at + 1 < names.size());
    EXPECT_THAT(page, HasSubstr("<mark>" + report.findings[at - 1].masked + "</mark>"));
    EXPECT_THAT(page, HasSubstr("default-src 'none'; base-uri 'none'; form-action 'none'; style-src " +
                                source_of(page, "style") + "\">"));
    EXPECT_THAT(page, Not(HasSubstr("<script")));
    EXPECT_THAT(page, Not(HasSubstr("<img")));
  }
  EXPECT_THAT(to_html_file(report, kRules, names, 2),
              HasSubstr("<title>high: &lt;img src=x onerror=alert(1)&gt;:7:17"));
  EXPECT_THAT(index, Not(HasSubstr("<img")));
  EXPECT_THAT(html_names({}), testing::ElementsAre("index.html"));
}

TEST(ScanReport, OfNothingIsWholeInEveryForm) {
  const auto report = sort_out({}, nullptr, Severity::low);
  EXPECT_THAT(to_html(report, kRules), HasSubstr("Nothing was found."));
  EXPECT_THAT(to_html(report, kRules), Not(HasSubstr("<script>")));
  EXPECT_TRUE(to_json(report, kRules).find("findings")->items()->empty());
  EXPECT_TRUE(to_sarif(report, kRules).find("runs")->items()->front().find("results")->items()->empty());
}

TEST(ScanReport, IsUtf8WhateverTheFilesHave) {
  auto finding = token();
  finding.place.path = "a\xff\x1b[31m";
  finding.place.line = "\xff\xfe s3";
  finding.name = finding.masked = finding.token->issuer = finding.place.history->first->author = "\xc3";
  const auto report = sort_out({finding}, nullptr, Severity::low);
  for (const auto& text :
       {base::write_json(to_json(report, kRules)), base::write_json(to_sarif(report, kRules)), to_html(report, kRules),
        to_github(report, kRules), to_html_file(report, kRules, html_names(report), 1)}) {
    EXPECT_TRUE(base::is_utf8(base::as_bytes(text)));
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  }
}

}  // namespace
}  // namespace jwtkeep::scan
