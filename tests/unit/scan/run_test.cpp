// Sources and scanners together.
#include "jwtkeep/scan/run.hpp"

#include <atomic>

#include "jwtkeep/base/file_handle.hpp"
#include "jwtkeep/scan/source/blob_reader.hpp"
#include "tests/unit/scan/scene.hpp"

namespace jwtkeep::scan {
namespace {

/// RFC 7515, appendix A.1.
constexpr std::string_view kToken =
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

std::string leak() { return "const token = \"" + std::string(kToken) + "\";\n"; }

Scanned scanned(const Request& request, const SourceOptions& options) {
  auto result = run(request, {}, options);
  EXPECT_TRUE(result) << result.error().what;
  return result ? *std::move(result) : Scanned{};
}

std::vector<std::string> places(const Scanned& scanned) {
  std::vector<std::string> all;
  for (const auto& finding : scanned.findings) {
    const auto& place = finding.place;
    all.push_back(place.path + ":" + std::to_string(place.begin.line) + ":" + std::to_string(place.begin.column));
  }
  return all;
}

TEST(RunTest, TheSameByAnyNumberOfThreads) {
  const Scene scene;
  for (int file = 0; file < 120; ++file) {
    std::string text;
    for (int line = 0; line < file % 7; ++line) text += "// nothing\n";
    if (file % 3 == 0) text += leak() + leak();
    scene.write("f" + std::to_string(file % 10) + "/" + std::to_string(file) + ".js", text);
  }
  auto options = scene.options();
  options.threads = 1;
  const TreeRequest request{{scene.path(), scene.path("f3"), scene.path("f3/3.js")}};
  const auto one = scanned(request, options);
  options.threads = 5;
  const auto five = scanned(request, options);
  // 40 files with two each; what was given twice is there once.
  EXPECT_EQ(one.findings.size(), 80U);
  EXPECT_EQ(places(one), places(five));
  EXPECT_TRUE(std::ranges::is_sorted(one.findings, {}, [](const Finding& finding) { return finding.place.path; }));
  for (std::size_t i = 0; i < one.findings.size(); ++i) {
    EXPECT_EQ(one.findings[i].id, five.findings[i].id);
    EXPECT_EQ(one.findings[i].severity, five.findings[i].severity);
    EXPECT_FALSE(one.findings[i].place.history);
  }
}

TEST(RunTest, WhatLiesAcrossTheBorderOfPiecesIsFoundOnce) {
  const Scene scene;
  // All around where one piece ends, where the next one begins, and where the one hands over to the other.
  const auto overlap = kPieceBytes - kOverlapBytes;
  std::vector<std::size_t> begins;
  for (const auto border : {overlap, overlap + kOverlapBytes / 2, kPieceBytes}) {
    for (const std::size_t before : {400U, 1U, 100U}) begins.push_back(border - before + begins.size() * 350);
  }
  std::ranges::sort(begins);
  std::string text(kPieceBytes + 100'000, ' ');
  for (std::size_t at = 99; at < text.size(); at += 100) text[at] = '\n';
  std::vector<std::string> expected;
  for (const auto begin : begins) {
    text.replace(begin, leak().size(), leak());
    const auto at = begin + std::string_view("const token = \"").size();
    const auto line_begin = text.rfind('\n', at) + 1;
    expected.push_back(
        scene.path("long.js") + ":" +
        std::to_string(1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n')) + ":" +
        std::to_string(at - line_begin + 1));
  }
  scene.write("long.js", text);
  EXPECT_EQ(places(scanned(TreeRequest{{scene.path()}}, scene.options())), expected);
}

TEST(RunTest, StagedFindingsAreThoseOnAddedLines) {
  const Scene scene;
  scene.sh("git init -q repo");
  scene.write("repo/old.js", leak());
  scene.sh("git add . && git commit -qm 1", "repo");
  scene.write("repo/old.js", leak() + "x();\n" + leak());
  scene.write("repo/new.js", leak());
  scene.sh("git add .", "repo");
  const auto staged = scanned(StagedRequest{scene.path("repo")}, scene.options());
  EXPECT_EQ(places(staged), (std::vector<std::string>{"new.js:1:16", "old.js:3:16"}));
  EXPECT_FALSE(staged.findings.front().place.history);
}

TEST(RunTest, AHistoryKnowsWhoBroughtIt) {
  const Scene scene;
  scene.sh("git init -q repo");
  scene.write("repo/gone.js", leak());
  scene.write("repo/stays.js", "x();\n" + leak());
  scene.sh("git add . && git commit -qm 1 && git rm -q gone.js && git commit -qm 2", "repo");
  auto options = scene.options();
  const auto history = scanned(HistoryRequest{.folder = scene.path("repo")}, options);
  ASSERT_EQ(places(history), (std::vector<std::string>{"gone.js:1:16", "stays.js:2:16"}));
  EXPECT_FALSE(history.findings[0].place.history->in_head);
  EXPECT_TRUE(history.findings[1].place.history->in_head);
  EXPECT_EQ(history.findings[0].place.history->first->author, "Ann <ann@example.org>");
  EXPECT_EQ(history.counts.blobs, 2U);
}

TEST(RunTest, StandardInput) {
  const Scene scene;
  scene.write("x.js", leak());
  const base::FileHandle file(::open(scene.path("x.js").c_str(), O_RDONLY | O_CLOEXEC));
  EXPECT_EQ(places(scanned(StreamRequest{file.get(), "-"}, scene.options())), std::vector<std::string>{"-:1:16"});
}

TEST(RunTest, StoppedAndErrors) {
  const Scene scene;
  scene.write("x.js", leak());
  std::atomic<bool> stop = true;
  auto options = scene.options();
  options.stop = &stop;
  EXPECT_TRUE(scanned(TreeRequest{{scene.path()}}, options).stopped);
  const auto missing = run(TreeRequest{{scene.path("nowhere")}}, {}, scene.options());
  EXPECT_EQ(missing.error().reason, base::Reason::not_found);
}

}  // namespace
}  // namespace jwtkeep::scan
