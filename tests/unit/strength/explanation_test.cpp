// What the judge says never gives a piece of the secret away.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <map>

#include "jwtkeep/strength/describe.hpp"
#include "tests/unit/strength/judging.hpp"

namespace jwtkeep::strength {
namespace {

bool holds_piece_of(const std::string& said, const std::string& secret) {
  for (std::size_t i = 0; i + 4 <= secret.size(); ++i) {
    if (said.find(secret.substr(i, 4)) != std::string::npos) return true;
  }
  return false;
}

/// Texts with words, walks and dates in them, none of which the explanations use themselves.
rc::Gen<std::string> weak_secret() {
  const auto piece = rc::gen::element<std::string>("dragon", "Monkey!", "qwertz", "zxcvbnm", "31.12.1987", "hunter2",
                                                   "aaaaaa", "98765432", "B4nana", "xQ9#", "\xc3\xa9t\xc3\xa9");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const std::vector<std::string>& pieces) {
    std::string out;
    for (const std::string& p : pieces) out += p;
    return out;
  });
}

RC_GTEST_PROP(Explanation, HoldsNoPieceOfTheSecret, ()) {
  const std::string secret = *weak_secret();
  const Judgement judgement = judge_text(secret);
  RC_ASSERT(!holds_piece_of(judgement.advice, secret));
  for (const Finding& finding : judgement.findings) RC_ASSERT(!holds_piece_of(finding.explanation, secret));
}

// Stronger: the sentence is a function of the kind alone, or for too_short of the two lengths, or for what is published
// of whose it is.
RC_GTEST_PROP(Explanation, DependsOnTheKindAlone, (const std::string& secret)) {
  static std::map<FindingKind, std::string> sentences;
  for (const Finding& finding : judge_text(secret).findings) {
    RC_ASSERT(!finding.explanation.empty());
    if (finding.kind == FindingKind::too_short || !finding.product.empty()) continue;
    RC_ASSERT(sentences.try_emplace(finding.kind, finding.explanation).first->second == finding.explanation);
  }
}

TEST(Describe, Guesses) {
  EXPECT_EQ(describe_guesses(77.06), "10^77 guesses");
  EXPECT_EQ(describe_guesses(0), "1 guess");
  EXPECT_EQ(describe_guesses(-1), "1 guess");
  EXPECT_EQ(describe_guesses(2.5), "316 guesses");
}

TEST(Describe, Rate) {
  EXPECT_EQ(describe_rate(4.2e9), "4.2e9");
  EXPECT_EQ(describe_rate(14.15e6), "1.4e7");
  EXPECT_EQ(describe_rate(950), "9.5e2");
}

TEST(Describe, CrackTimeAtAnyRate) {
  EXPECT_EQ(describe_crack_time(6, 1e6), "1 second");
  EXPECT_EQ(describe_crack_time(10, 1e6), "2 hours");
  EXPECT_DOUBLE_EQ(seconds_log10(10, 1e6), 4);
}

TEST(Describe, CrackTime) {
  EXPECT_EQ(describe_crack_time(5), "under a second");
  EXPECT_EQ(describe_crack_time(std::log10(kGuessesPerSecond * 3 * 3600 + 1e6)), "3 hours");
  EXPECT_EQ(describe_crack_time(std::log10(kGuessesPerSecond * 86400 * 1.5)), "1 day");
  EXPECT_EQ(describe_crack_time(std::log10(kGuessesPerSecond * 86400 * 365.25 * 2.5e6)), "2 million years");
  EXPECT_EQ(describe_crack_time(77), "longer than the age of the universe");
}

}  // namespace
}  // namespace jwtkeep::strength
