#include "jwtkeep/crack/candidates/rule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "jwtkeep/crack/candidates/lines.hpp"

namespace jwtkeep::crack {
namespace {

using testing::HasSubstr;

/// What the rule makes of a word; `(rejected)` where it rejects it.
std::string made(std::string_view rule, std::string_view word) {
  const auto parsed = parse_rule(rule);
  EXPECT_TRUE(parsed.has_value()) << rule << ": " << (parsed ? "" : parsed.error().what);
  RuleBench bench;
  const auto result = bench.apply(parsed.value_or(Rule{}), base::as_bytes(word));
  return result ? std::string(base::as_text(*result)) : "(rejected)";
}

std::string why_not(std::string_view rule) {
  const auto parsed = parse_rule(rule);
  EXPECT_FALSE(parsed.has_value()) << rule;
  return parsed ? "" : parsed.error().what;
}

// What hashcat 6.2.6 (`hashcat --stdout -j RULE`) makes of some words: tests/vectors/README.md.
TEST(RuleTest, AgreesWithHashcat) {
  const std::string root = std::getenv("JWTKEEP_SOURCE_DIR");
  std::ifstream vectors(root + "/tests/vectors/hashcat_rules.tsv");
  ASSERT_TRUE(vectors.is_open());
  std::string line;
  std::size_t count = 0;
  for (; std::getline(vectors, line); ++count) {
    std::array<std::string, 4> fields;
    std::istringstream parts(line);
    for (auto& field : fields) std::getline(parts, field, '\t');
    const auto expected = fields[2] == "rejected" ? "(rejected)" : fields[3];
    const auto result = made(fields[0], fields[1]);
    EXPECT_EQ(fields[2] == "rejected" ? result : as_line(base::as_bytes(result)), expected)
        << fields[0] << " on " << fields[1];
  }
  EXPECT_GT(count, 400U);
}

// The examples of hashcat's wiki (rule_based_attack).
TEST(RuleTest, AgreesWithHashcatsManual) {
  const std::string word = "p@ssW0rd";
  EXPECT_EQ(made("l", word), "p@ssw0rd");
  EXPECT_EQ(made("u", word), "P@SSW0RD");
  EXPECT_EQ(made("c", word), "P@ssw0rd");
  EXPECT_EQ(made("C", word), "p@SSW0RD");
  EXPECT_EQ(made("t", word), "P@SSw0RD");
  EXPECT_EQ(made("T3", word), "p@sSW0rd");
  EXPECT_EQ(made("r", word), "dr0Wss@p");
  EXPECT_EQ(made("d", word), "p@ssW0rdp@ssW0rd");
  EXPECT_EQ(made("p2", word), "p@ssW0rdp@ssW0rdp@ssW0rd");
  EXPECT_EQ(made("f", word), "p@ssW0rddr0Wss@p");
  EXPECT_EQ(made("{", word), "@ssW0rdp");
  EXPECT_EQ(made("}", word), "dp@ssW0r");
  EXPECT_EQ(made("$1", word), "p@ssW0rd1");
  EXPECT_EQ(made("^1", word), "1p@ssW0rd");
  EXPECT_EQ(made("[", word), "@ssW0rd");
  EXPECT_EQ(made("]", word), "p@ssW0r");
  EXPECT_EQ(made("D3", word), "p@sW0rd");
  EXPECT_EQ(made("x04", word), "p@ss");
  EXPECT_EQ(made("O12", word), "psW0rd");
  EXPECT_EQ(made("i4!", word), "p@ss!W0rd");
  EXPECT_EQ(made("o3$", word), "p@s$W0rd");
  EXPECT_EQ(made("'6", word), "p@ssW0");
  EXPECT_EQ(made("ss$", word), "p@$$W0rd");
  EXPECT_EQ(made("@s", word), "p@W0rd");
  EXPECT_EQ(made("z2", word), "ppp@ssW0rd");
  EXPECT_EQ(made("Z2", word), "p@ssW0rddd");
  EXPECT_EQ(made("q", word), "pp@@ssssWW00rrdd");
  EXPECT_EQ(made("k", word), "@pssW0rd");
  EXPECT_EQ(made("K", word), "p@ssW0dr");
  EXPECT_EQ(made("*34", word), "p@sWs0rd");
  EXPECT_EQ(made("L2", word), std::string("p@\xe6sW0rd"));
  EXPECT_EQ(made("R2", word), "p@9sW0rd");
  EXPECT_EQ(made("+2", word), "p@tsW0rd");
  EXPECT_EQ(made("-1", word), "p?ssW0rd");
  EXPECT_EQ(made(".1", word), "psssW0rd");
  EXPECT_EQ(made(",1", word), "ppssW0rd");
  EXPECT_EQ(made("y2", word), "p@p@ssW0rd");
  EXPECT_EQ(made("Y2", word), "p@ssW0rdrd");
  EXPECT_EQ(made("E", "p@ssW0rd w0rld"), "P@ssw0rd W0rld");
  EXPECT_EQ(made("e-", "p@ssW0rd-w0rld"), "P@ssw0rd-W0rld");
  EXPECT_EQ(made("30-", "pass-word"), "pass-Word");
}

TEST(RuleTest, ClassesStandForCharacters) {
  EXPECT_EQ(made("~s?dX", "a1b2"), "aXbX");
  EXPECT_EQ(made("~@?s", "a-b c"), "abc");
  EXPECT_EQ(made("~e?d", "ab1cd"), "Ab1Cd");
  EXPECT_EQ(made("~!?u", "abc"), "abc");
  EXPECT_EQ(made("~!?u", "aBc"), "(rejected)");
  EXPECT_EQ(made("~/?d", "abc"), "(rejected)");
  EXPECT_EQ(made("~(?l", "Abc"), "(rejected)");
  EXPECT_EQ(made("~)?d", "abc1"), "abc1");
  EXPECT_EQ(made("~=1?d", "a1c"), "a1c");
  EXPECT_EQ(made("~%2?d", "a1c"), "(rejected)");
  EXPECT_EQ(made("~@??", "a?b"), "ab");
}

TEST(RuleTest, TheWordStaysWhereAFunctionDoesNotFit) {
  const std::string longest(kMostRuleBytes, 'x');
  for (const auto* rule : {"d", "$1", "^1", "q", "f", "z1", "Z1", "y1", "Y1", "i01", "p1"}) {
    EXPECT_EQ(made(rule, longest), longest) << rule;
  }
  EXPECT_EQ(made("$1", longest + "x"), "(rejected)");
  EXPECT_EQ(made("", longest + "x"), longest + "x");
  for (const auto* rule : {"[", "]", "{", "}", "r", "q", "k", "K", "c", "C", "E", "T0", "D0", "z3", "Z3", ".0", "-0"}) {
    EXPECT_EQ(made(rule, ""), "") << rule;
  }
  EXPECT_EQ(made("(a", ""), "(rejected)");
  EXPECT_EQ(made(")a", ""), "(rejected)");
  EXPECT_EQ(made("4", "abc"), "(rejected)");
}

TEST(RuleTest, ErrorsMarkThePlace) {
  EXPECT_THAT(why_not("c $1 ?2"), HasSubstr("position 6: there is no such function\nc $1 ?2\n     ^"));
  EXPECT_THAT(why_not("l $"), HasSubstr("position 4: $ lacks an argument\nl $\n   ^"));
  EXPECT_THAT(why_not("l Ta"), HasSubstr("position 4: a position or count"));
  EXPECT_THAT(why_not("sx"), HasSubstr("s lacks an argument"));
  EXPECT_THAT(why_not("\\x41"), HasSubstr("position 1: there is no such function"));
  EXPECT_THAT(why_not("l $\\x41 \\x42 ?"), HasSubstr("position 9"));
  EXPECT_THAT(why_not("~l"), HasSubstr("position 2: ~ stands before"));
  EXPECT_THAT(why_not("~@d"), HasSubstr("position 3: a class"));
  EXPECT_THAT(why_not("~"), HasSubstr("position 1"));
  const auto rules = parse_rules("l\n# one that is wrong\nu T\n", "my.rule");
  ASSERT_FALSE(rules.has_value());
  EXPECT_THAT(rules.error().what, HasSubstr("my.rule:3: position 4: T lacks an argument"));
}

TEST(RuleTest, FilesAreChained) {
  const auto first = parse_rules("$1\r\n\n# x\n$2", "a").value();
  const auto second = parse_rules("c\n:\n", "b").value();
  const auto chained = chain_rules(first, second).value();
  ASSERT_EQ(chained.size(), 4U);
  RuleBench bench;
  const auto result = [&](std::size_t i) {
    return std::string(base::as_text(*bench.apply(chained[i], base::as_bytes("ab"))));
  };
  EXPECT_EQ(result(0), "Ab1");
  EXPECT_EQ(result(1), "ab1");
  EXPECT_EQ(result(2), "Ab2");
  EXPECT_EQ(result(3), "ab2");
  const std::vector<Rule> many(10'000);
  EXPECT_FALSE(chain_rules(many, std::vector<Rule>(10'000)).has_value());
}

TEST(RuleTest, CommonRulesAreRules) {
  const auto rules = parse_rules(common_rules(), "common rules");
  ASSERT_TRUE(rules.has_value()) << rules.error().what;
  EXPECT_GT(rules->size(), 60U);
}

}  // namespace
}  // namespace jwtkeep::crack
