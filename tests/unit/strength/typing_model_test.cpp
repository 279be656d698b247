// The bound on false alarms rests on one property: the model's probabilities of all next bytes sum to at most one.
#include "jwtkeep/strength/typing_model.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <random>
#include <string>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/strength/key_neighbours.hpp"
#include "jwtkeep/strength/letter_table.hpp"
#include "jwtkeep/strength/typed_text.hpp"

namespace jwtkeep::strength {
namespace {

/// The sum over all bytes that may follow `text`.
double sum_of_next(const std::string& text) {
  double sum = 0;
  for (int c = 0; c < 256; ++c) {
    const std::string longer = text + static_cast<char>(c);
    sum += std::exp2(-TypingCosts(base::as_bytes(longer)).of(text.size(), 1));
  }
  return sum;
}

rc::Gen<std::string> typed_or_random() {
  const auto piece = rc::gen::oneOf(
      rc::gen::element<std::string>("secret", "Key", "JWT", "-", "__", "2024", "qwert", "1q2w3e", "abcabcabcabc",
                                    "aaaa", "\xc3\xa9\xd0\xbf", "Acme", "xyZ", "=", "\n"),
      rc::gen::arbitrary<std::string>());
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const std::vector<std::string>& pieces) {
    std::string out;
    for (const std::string& p : pieces) out += p;
    return out.substr(0, 80);
  });
}

RC_GTEST_PROP(TypingModel, IsAProbability, ()) {
  const double sum = sum_of_next(*typed_or_random());
  RC_ASSERT(sum <= 1 + 1e-9);
  RC_ASSERT(sum > 0);
}

TEST(TypingModel, CostsOfBytesAddUp) {
  const base::ByteView text = base::as_bytes("correct-horse-battery");
  const TypingCosts costs(text);
  EXPECT_NEAR(costs.all(), typing_bits(text), 1e-9);
  EXPECT_NEAR(costs.of(0, 8) + costs.of(8, 13), costs.all(), 1e-9);
}

// 2^-g of random texts at most gain g bits.
TEST(TypingModel, RandomTextsGainAsRarelyAsTheBoundSays) {
  std::mt19937_64 engine(20240131);
  constexpr int kTexts = 20'000;
  int gained = 0;
  for (int i = 0; i < kTexts; ++i) {
    base::Bytes bytes(30);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(engine());
    const std::string text = base::base64url_encode(bytes);
    gained += quick_gain(base::as_bytes(text), 6.0 * static_cast<double>(text.size())) >= 5 ? 1 : 0;
  }
  EXPECT_LE(gained, kTexts / 32);
}

TEST(TypingModel, TypedTextsGain) {
  for (const std::string text :
       {"the quick brown fox jumps over the lazy dog", "1q2w3e4r5t6y7u8i9o0p1q2w3e", "aaaaaaaaaaaaaaaaaaaa"}) {
    EXPECT_GT(quick_gain(base::as_bytes(text), 6.0 * static_cast<double>(text.size())), kTypedGain) << text;
  }
}

TEST(LetterTable, EachRowSumsToOne) {
  for (std::size_t row = 0; row <= kNoLetter; ++row) {
    double sum = 0;
    for (std::size_t column = 0; column <= kNoLetter; ++column) sum += follow(row, column);
    EXPECT_NEAR(sum, 1, 1e-12) << row;
  }
  EXPECT_GT(follow('q' - 'a', 'u' - 'a'), 0.5);
  EXPECT_LT(follow('j' - 'a', 'q' - 'a'), 0.01);
}

TEST(KeyNeighbours, AreThoseOfAKeyboard) {
  EXPECT_TRUE(are_near_keys('q', 'w'));
  EXPECT_TRUE(are_near_keys('Q', 'a'));
  EXPECT_FALSE(are_near_keys('q', 'e'));
  EXPECT_FALSE(are_near_keys('q', 0xe9));
  EXPECT_EQ(near_key_count('s'), 9u);
  EXPECT_EQ(near_key_count(' '), 0u);
}

}  // namespace
}  // namespace jwtkeep::strength
