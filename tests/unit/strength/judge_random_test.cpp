// What a CSPRNG gives is never refused, however it is written down.
#include <gtest/gtest.h>

#include <iostream>
#include <random>

#include "jwtkeep/base/encoding.hpp"
#include "tests/unit/strength/judging.hpp"

namespace jwtkeep::strength {
namespace {

// mt19937_64 is no CSPRNG, but its bytes are as evenly mixed, and its seed makes a failure repeatable.
class RandomBytes {
 public:
  explicit RandomBytes(std::uint64_t seed) : engine_(seed) { std::cerr << "seed " << seed << "\n"; }

  base::Bytes take(std::size_t size) {
    base::Bytes bytes(size);
    for (std::size_t i = 0; i < size; i += 8) {
      std::uint64_t word = engine_();
      for (std::size_t j = i; j < std::min(i + 8, size); ++j, word >>= 8) bytes[j] = static_cast<std::uint8_t>(word);
    }
    return bytes;
  }

 private:
  std::mt19937_64 engine_;
};

using Writer = std::string (*)(base::ByteView);

std::string raw(base::ByteView bytes) { return std::string(base::as_text(bytes)); }

struct Form {
  const char* name;
  Writer write;
};

class RandomSecrets : public testing::TestWithParam<Form> {
 protected:
  /// Judges `count` secrets of `size` bytes; the first that is not strong fails the test.
  void expect_strong(std::size_t size, int count) {
    RandomBytes random(std::random_device{}());
    JudgeOptions options;
    options.required_bytes = size;
    for (int i = 0; i < count; ++i) {
      const base::Bytes bytes = random.take(size);
      const Judgement judgement = judge_in_place(GetParam().write(bytes), options);
      ASSERT_EQ(judgement.strength, Strength::strong)
          << kinds(judgement) << " " << judgement.entropy_bits << " " << base::hex_encode(bytes);
      ASSERT_EQ(kinds(judgement), "") << base::hex_encode(bytes);
    }
  }

 private:
  /// Guarded memory costs more than the judging: one piece of it serves all secrets of a length.
  Judgement judge_in_place(const std::string& text, const JudgeOptions& options) {
    if (secret_.size() != text.size()) secret_ = base::SecretBytes(text.size());
    secret_.fill([&](base::MutableByteView target) { std::ranges::copy(text, target.begin()); });
    return judge(secret_, options);
  }

  base::SecretBytes secret_;
};

TEST_P(RandomSecrets, Of256BitsAreStrong) { expect_strong(32, 15'000); }
TEST_P(RandomSecrets, Of384BitsAreStrong) { expect_strong(48, 3'000); }
TEST_P(RandomSecrets, Of512BitsAreStrong) { expect_strong(64, 3'000); }

TEST_P(RandomSecrets, Of128BitsAreOnlyTooShort) {
  RandomBytes random(std::random_device{}());
  for (int i = 0; i < 3'000; ++i) {
    const base::Bytes bytes = random.take(16);
    const Judgement judgement = judge_text(GetParam().write(bytes));
    ASSERT_EQ(kinds(judgement), "too_short") << judgement.entropy_bits << " " << base::hex_encode(bytes);
    ASSERT_EQ(judgement.strength, Strength::weak);
  }
}

INSTANTIATE_TEST_SUITE_P(Judge, RandomSecrets,
                         testing::Values(Form{"hex", base::hex_encode}, Form{"base64", base::base64_encode},
                                         Form{"base64url", base::base64url_encode}, Form{"raw", raw}),
                         [](const auto& param_info) { return param_info.param.name; });

// Once taken for a text with some binary in it: 24 of its 32 bytes are printable.
TEST(RandomHex, WhoseBytesAreMostlyPrintableByChanceIsStrong) {
  EXPECT_EQ(kinds(judge_text("56e43b2c49686f72772701492ebf3388497131d4ff7c6ed15b5a4f62cd46215f")), "");
}

TEST(RandomText, Of40PrintableCharactersIsStrong) {
  std::mt19937_64 engine(std::random_device{}());
  for (int i = 0; i < 1'000; ++i) {
    std::string text;
    while (text.size() < 40) text += static_cast<char>('!' + engine() % 94);
    const Judgement judgement = judge_text(text);
    ASSERT_EQ(judgement.strength, Strength::strong) << text << " " << kinds(judgement) << judgement.entropy_bits;
  }
}

// Once taken for sentences: short words are found in any letters, and the signs and letters between them were priced as
// if they were foreseen.
TEST(RandomText, WithShortWordsInItIsStrong) {
  for (const char* text :
       {R"x(t\;RMLQuMKIOCJhmB@L#s}aU9}v7)aZmc\}9o]Z>)x", R"x(:X]d?$!j.@AB's=are`:d+#HQz>/ZUT*)C#K^_d5)x",
        R"x(iL!:M`%fQE``j'*DEM&,DI^]:>zv]!1F>CT_%Bqb)x"}) {
    EXPECT_EQ(judge_text(text).strength, Strength::strong) << text;
  }
}

}  // namespace
}  // namespace jwtkeep::strength
