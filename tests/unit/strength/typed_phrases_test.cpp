// What people type is weak, however long it is and whatever alphabet it happens to fit.
#include <gtest/gtest.h>

#include <array>
#include <functional>

#include "jwtkeep/base/encoding.hpp"
#include "tests/unit/strength/judging.hpp"

namespace jwtkeep::strength {
namespace {

/// A phrase and the most bits anybody should believe it has.
struct Phrase {
  const char* text;
  double most_bits;
};

class TypedPhrase : public testing::TestWithParam<Phrase> {
 protected:
  static void expect_weak(const std::string& secret) {
    const Judgement judgement = judge_text(secret);
    RecordProperty("bits", std::to_string(judgement.entropy_bits));
    EXPECT_EQ(judgement.strength, Strength::weak) << secret;
    EXPECT_LT(judgement.entropy_bits, GetParam().most_bits) << secret << ": " << kinds(judgement);
  }
};

TEST_P(TypedPhrase, IsWeakAsItStands) {
  const std::string text = GetParam().text;
  expect_weak(text);
  expect_weak(text + "\n");
  expect_weak("\"" + text + "\"");
}

TEST_P(TypedPhrase, IsWeakInAnyEncoding) {
  for (const std::string& text : {std::string(GetParam().text), std::string(GetParam().text) + "\n"}) {
    const base::ByteView bytes = base::as_bytes(text);
    expect_weak(base::base64_encode(bytes));
    expect_weak(base::base64url_encode(bytes));
    expect_weak(base::hex_encode(bytes));
    expect_weak(base::base64_encode(base::as_bytes(base::hex_encode(bytes))) + "\n");
  }
}

TEST_P(TypedPhrase, RepeatedIsNoStronger) {
  const std::string text = GetParam().text;
  expect_weak(text + text);
  expect_weak(text + text + text.substr(0, text.size() / 2));
}

INSTANTIATE_TEST_SUITE_P(Judge, TypedPhrase,
                         testing::Values(Phrase{"my-super-secret-jwt-signing-key-for-acme-inc", 110},
                                         Phrase{"Tr0ub4dor-and-3-more-words-to-be-long-enough", 120},
                                         Phrase{"acme-orders-secret-2024-production-payments1", 110},
                                         Phrase{"JWTSecretKey_AcmeCorp_Orders_Production_2025", 110},
                                         Phrase{"correct-horse-battery-staple-correct-horse-ba", 100},
                                         Phrase{"our_company_jwt_secret_do_not_share_2025", 100},
                                         Phrase{"MyAppJwtAccessTokenSecretKeyProductionV2Final", 120},
                                         Phrase{"donaudampfschifffahrtskapitaensmuetze", 125},  //
                                         Phrase{"acme-orders-secret-2024", 75},                 //
                                         Phrase{"d41d8cd98f00b204e9800998ecf8427ed41d8cd98f00b204e9800998ecf8427e", 20},
                                         Phrase{"the_quick_brown_fox_jumps_over_the_lazy_dog1", 100},
                                         Phrase{"BundesrepublikDeutschlandGeheimnisSchluessel", 128},
                                         Phrase{"PleaseChangeThisSecretBeforeYouDeployToProd0", 110}));

TEST(TypedWords, FourAreWeakWithAnySeparatorInAnyCase) {
  constexpr std::array<std::array<const char*, 4>, 4> kSets{{{"violin", "granite", "oyster", "magnet"},
                                                             {"umbrella", "telescope", "submarine", "chocolate"},
                                                             {"tundra", "walnut", "copper", "falcon"},
                                                             {"dinosaur", "sandwich", "passport", "lighthouse"}}};
  const auto capital = [](std::string word) {
    word[0] = static_cast<char>(word[0] - 'a' + 'A');
    return word;
  };
  const auto upper = [](std::string word) {
    for (char& c : word) c = static_cast<char>(c - 'a' + 'A');
    return word;
  };
  const auto same = [](std::string word) { return word; };
  for (const auto& set : kSets) {
    for (const char* separator : {"", "-", "_", " ", ".", "+", "/", "7", "--", "_-"}) {
      for (const std::function<std::string(std::string)>& written :
           {std::function<std::string(std::string)>(same), {capital}, {upper}}) {
        std::string text;
        for (const char* word : set) text += (text.empty() ? "" : separator) + written(word);
        for (const std::string& secret : {text, text + text, base::base64_encode(base::as_bytes(text))}) {
          EXPECT_LT(judge_text(secret).entropy_bits, 110) << secret;
          EXPECT_EQ(judge_text(secret).strength, Strength::weak) << secret;
        }
      }
    }
  }
}

// However rare the words are.
TEST(TypedWords, FourOfAnyLanguageAreWeak) {
  for (const char* secret :
       {"PLANIFI\u00e97PRESTATION7RITUELS7\u00e9VOLUTIONS", "KONCERT\u00f3W7PRZYJD\u017a7PYTA\u01077TEATRALNY",
        "REPUBLIKI7POWSZECHNEJ7\u015bCIAN\u01197WZNIESIONY"}) {
    EXPECT_EQ(judge_text(secret).strength, Strength::weak) << secret << " " << judge_text(secret).entropy_bits;
  }
}

TEST(TypedWords, OneRepeatedToLengthIsWorthOne) {
  for (const std::string& word : std::vector<std::string>{"banana", "Kubernetes", "xK9fQ2", "hunter2-", "0123", "ff"}) {
    std::string text;
    while (text.size() < 64) text += word;
    for (const std::size_t size : {32u, 43u, 48u, 64u}) {
      const Judgement judgement = judge_text(text.substr(0, size));
      EXPECT_EQ(judgement.strength, Strength::weak) << text;
      EXPECT_LT(judgement.entropy_bits, 60) << text.substr(0, size);
      EXPECT_LE(judgement.length_bytes, word.size());
    }
  }
}

TEST(RepeatedBlock, OfRandomBytesIsWorthOneBlock) {
  const std::string block = "6c98f014d7a5be3209f1c65e83b47d1a";
  const Judgement hex = judge_text(block + block);
  EXPECT_EQ(hex.strength, Strength::weak);
  EXPECT_EQ(hex.length_bytes, 16u);
  EXPECT_LE(hex.entropy_bits, 128);
  EXPECT_NE(find(hex, FindingKind::too_short), nullptr) << kinds(hex);
  EXPECT_NE(find(hex, FindingKind::repeated_block), nullptr) << kinds(hex);
  const base::Bytes raw = base::hex_decode(block + block).value();
  EXPECT_EQ(judge_text(base::as_text(raw)).length_bytes, 16u);
  EXPECT_EQ(judge_text(base::base64url_encode(raw)).strength, Strength::weak);
}

// A phrase in front does not spoil the random bytes behind it.
TEST(TypedPrefix, BeforeARandomKeyLeavesItStrong) {
  const Judgement judgement =
      judge_text("production-secret-8f3bc95a1e07d264b1f6907ce35d482a6c98f014d7a5be3209f1c65e83b47d1a");
  EXPECT_EQ(judgement.strength, Strength::strong) << judgement.entropy_bits << " " << kinds(judgement);
}

}  // namespace
}  // namespace jwtkeep::strength
