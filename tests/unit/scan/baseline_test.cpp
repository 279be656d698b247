#include "jwtkeep/scan/baseline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/scan/sample_findings.hpp"

namespace jwtkeep::scan {
namespace {

using testing_findings::call;
using testing_findings::token;

TEST(Baseline, IsTheSameForTheSameFindingsInAnyOrder) {
  std::vector<Finding> findings{call(), token(), call("a.py", 9), call("a.py", 2)};
  findings[2].id = std::string(32, '2');
  findings[3].id = std::string(32, '3');
  const auto text = Baseline::of(findings).text();
  std::ranges::reverse(findings);
  EXPECT_EQ(Baseline::of(findings).text(), text);
  const auto read = Baseline::parse(text);
  ASSERT_TRUE(read.has_value()) << read.error().what;
  EXPECT_EQ(read->text(), text);
  EXPECT_EQ(read->known().front().path, "a.py");
  EXPECT_EQ(read->known().front().line, 2U);
  EXPECT_TRUE(std::ranges::all_of(findings, [&](const auto& finding) { return read->has(finding); }));
}

TEST(Baseline, KnowsAFindingWhereverItsLineMovesAndTellsWhatIsGone) {
  const auto baseline = Baseline::of({call("src/auth.js", 7), token()});
  EXPECT_TRUE(baseline.has(call("src/auth.js", 99)));
  auto changed = call();
  changed.id = std::string(32, '0');
  EXPECT_FALSE(baseline.has(changed));
  EXPECT_TRUE(baseline.gone({call(), token()}).empty());
  const auto gone = baseline.gone({call()});
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_EQ(gone.front().rule, "jwt");
}

TEST(Baseline, LeavesOutWhatIsAllowedWhereItStands) {
  auto allowed = call();
  allowed.allowed = "a key of the tests";
  EXPECT_TRUE(Baseline::of({allowed}).known().empty());
}

TEST(Baseline, HasEachIdOnce) {
  const auto baseline = Baseline::of({call("src/auth.js", 7), call("src/auth.js", 8)});
  ASSERT_EQ(baseline.known().size(), 1U);
  EXPECT_EQ(baseline.known().front().line, 7U);
}

TEST(Baseline, RefusesWhatIsNotOne) {
  const auto why = [](std::string_view text) {
    const auto read = Baseline::parse(text);
    return read ? std::string("taken") : read.error().what;
  };
  EXPECT_EQ(why(R"({"jwtkeep_baseline":1,"findings":[]})"), "taken");
  EXPECT_EQ(why("{}"), "that is no baseline");
  EXPECT_EQ(why("[]"), "that is no baseline");
  EXPECT_EQ(Baseline::parse(R"({"jwtkeep_baseline":2})").error().reason, base::Reason::newer_format);
  EXPECT_NE(why(R"({"jwtkeep_baseline":1})"), "taken");
  EXPECT_NE(why(R"({"jwtkeep_baseline":1,"findings":[],"x":1})"), "taken");
  EXPECT_NE(why(R"({"jwtkeep_baseline":1,"findings":[1]})"), "taken");
  const std::string good = R"({"path":"a","line":1,"rule":"r","masked":"m","id":"00112233445566778899aabbccddeeff"})";
  EXPECT_EQ(why(R"({"jwtkeep_baseline":1,"findings":[)" + good + "]}"), "taken");
  for (const auto& [from, to] : {std::pair<std::string, std::string>{"\"line\":1", "\"line\":0"},
                                 {"\"line\":1", "\"line\":\"1\""},
                                 {"\"path\":\"a\",", ""},
                                 {"\"rule\":\"r\",", ""},
                                 {"\"masked\":\"m\",", ""},
                                 {"ff\"}", "f\"}"},
                                 {"00112233", "00112z33"},
                                 {"{\"path\"", "{\"more\":1,\"path\""}}) {
    auto wrong = good;
    wrong.replace(wrong.find(from), from.size(), to);
    EXPECT_NE(why(R"({"jwtkeep_baseline":1,"findings":[)" + wrong + "]}"), "taken") << wrong;
  }
}

}  // namespace
}  // namespace jwtkeep::scan
