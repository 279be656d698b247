// SARIF as section 3 of its standard has it, and text within HTML.
#include <gtest/gtest.h>

#include "jwtkeep/report/html_text.hpp"
#include "jwtkeep/report/sarif.hpp"

namespace jwtkeep::report {
namespace {

TEST(Sarif, IsWrittenAsTheStandardHasIt) {
  const SarifLog log{.version = "0.1.0",
                     .rules = {{.id = "a", .name = "A", .full = "A is bad.", .help = "mend it", .tags = {"CWE-1"}}},
                     .results = {{.rule = "a",
                                  .message = "found",
                                  .uri = "src/a.py",
                                  .region = SarifRegion{.start_line = 3, .start_column = 5},
                                  .fingerprint = "f"},
                                 {.rule = "b", .message = "of no rule", .uri = "c", .level = SarifLevel::note}}};
  EXPECT_EQ(
      base::write_json(to_sarif(log)),
      R"({"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{)"
      R"("name":"jwtkeep","version":"0.1.0","rules":[{"id":"a","shortDescription":{"text":"A"},)"
      R"("fullDescription":{"text":"A is bad."},"help":{"text":"mend it"},"defaultConfiguration":{"level":"error"},)"
      R"("properties":{"tags":["CWE-1"]}}]}},"invocations":[{"executionSuccessful":true}],)"
      R"("columnKind":"unicodeCodePoints","results":[{"ruleId":"a","ruleIndex":0,"level":"error",)"
      R"("message":{"text":"found"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"src/a.py"},)"
      R"("region":{"startLine":3,"startColumn":5}}}],"partialFingerprints":{"jwtkeep/v1":"f"}},)"
      R"({"ruleId":"b","level":"note","message":{"text":"of no rule"},)"
      R"("locations":[{"physicalLocation":{"artifactLocation":{"uri":"c"}}}]}]}]})");
}

TEST(HtmlText, HasNoMarkupAndNoControls) {
  EXPECT_EQ(html_text("<a href=\"x\">'&'</a>"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
  EXPECT_EQ(html_text("\x1b[31m\n\t\x7f"), "\xef\xbf\xbd[31m\n\t\xef\xbf\xbd");
  EXPECT_EQ(html_text("\xc3\xbc\xe2\x82\xac\xf0\x9f\x94\x91"), "\xc3\xbc\xe2\x82\xac\xf0\x9f\x94\x91");
  EXPECT_EQ(html_text("a\xff\xc3"), "a\xef\xbf\xbd\xef\xbf\xbd");
  // C1, U+202E and U+2066 do something; U+00A0, U+2029 and U+2065 do not.
  const std::string bad = "\xef\xbf\xbd";
  EXPECT_EQ(html_text("\xc2\x9b|\xc2\xa0|\xe2\x80\xaa\xe2\x80\xae|\xe2\x80\xa9\xe2\x80\xaf|\xe2\x81\xa6\xe2\x81\xa9|"
                      "\xe2\x81\xa5\xe2\x81\xaa"),
            bad + "|\xc2\xa0|" + bad + bad + "|\xe2\x80\xa9\xe2\x80\xaf|" + bad + bad + "|\xe2\x81\xa5\xe2\x81\xaa");
  EXPECT_EQ(plain_text("<a\x1b&\n\xe2\x80\xae\xff>"), "<a" + bad + "&\n" + bad + bad + ">");
}

}  // namespace
}  // namespace jwtkeep::report
