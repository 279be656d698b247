// Every rule's own examples (rules/*.toml), through the whole scanner.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/scan/rule.hpp"
#include "jwtkeep/scan/scanner.hpp"

namespace scan = jwtkeep::scan;

namespace {

struct RuleExample {
  std::string_view rule;
  std::string_view path;
  std::string_view text;
  std::span<const std::string_view> finds;  ///< none: it is clean
};

#include "rule_examples.inc"

std::size_t offset_of(std::string_view text, const scan::Position& position) {
  std::size_t line = 0;
  for (std::uint64_t n = 1; n < position.line; ++n) line = text.find('\n', line) + 1;
  return line + position.column - 1;
}

/// What the rule finds in its example, as it stands there, sorted.
std::vector<std::string> found_by_rule(scan::Scanner& scanner, const RuleExample& example) {
  std::vector<scan::Finding> findings;
  scanner.scan({.bytes = jwtkeep::base::as_bytes(example.text), .path = std::string(example.path)}, findings);
  std::vector<std::string> found;
  for (const auto& finding : findings) {
    if (finding.rule != example.rule) continue;
    const auto begin = offset_of(example.text, finding.place.begin);
    const auto end = offset_of(example.text, finding.place.end);
    found.emplace_back(example.text.substr(begin, end - begin));
  }
  std::ranges::sort(found);
  return found;
}

TEST(Rules, EachFindsItsLeaksAndLeavesWhatIsClean) {
  auto scanner = scan::Scanner::create({});
  ASSERT_TRUE(scanner.has_value());
  for (const auto& example : kExamples) {
    std::vector<std::string> expected(example.finds.begin(), example.finds.end());
    std::ranges::sort(expected);
    EXPECT_EQ(found_by_rule(*scanner, example), expected)
        << example.rule << (expected.empty() ? ", clean: " : ", leak: ") << example.path << '\n'
        << example.text;
  }
}

TEST(Rules, AreFoundByTheirIds) {
  ASSERT_FALSE(scan::all_rules().empty());
  for (const auto& rule : scan::all_rules()) {
    EXPECT_EQ(scan::find_rule(rule.id), &rule);
    EXPECT_EQ(rule.calls.empty(), rule.kind != scan::Kind::call) << rule.id;
  }
  EXPECT_EQ(scan::find_rule("no-such-rule"), nullptr);
}

}  // namespace
