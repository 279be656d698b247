// What people put into JWT_SECRET, one by one.
#include <gtest/gtest.h>

#include "jwtkeep/base/encoding.hpp"
#include "tests/unit/strength/judging.hpp"

namespace jwtkeep::strength {
namespace {

// 32 bytes with nothing in them to find.
constexpr std::string_view kHex = "8f3bc95a1e07d264b1f6907ce35d482a6c98f014d7a5be3209f1c65e83b47d1a";

std::string unhex(std::string_view text) {
  const auto bytes = base::hex_decode(text).value();
  return std::string(base::as_text(bytes));
}

struct Example {
  std::string secret;
  FindingKind kind;
  std::size_t offset;
  std::size_t length;
};

class EachKind : public testing::TestWithParam<Example> {};

TEST_P(EachKind, IsFoundWhereItIsAndMakesTheSecretWeak) {
  JudgeOptions options;
  options.context = {"Acme Widgets", "orders.example.com"};
  const Judgement judgement = judge_text(GetParam().secret, options);
  EXPECT_NE(judgement.strength, Strength::strong);
  for (const Finding& finding : judgement.findings) {
    if (finding.kind == GetParam().kind && finding.offset == GetParam().offset && finding.length == GetParam().length) {
      return;
    }
  }
  std::string spans;
  for (const Finding& finding : judgement.findings) {
    spans += std::string(word(finding.kind)) + " " + std::to_string(finding.offset) + "+" +
             std::to_string(finding.length) + "; ";
  }
  ADD_FAILURE() << word(GetParam().kind) << " not found in " << GetParam().secret << " but " << spans;
}

INSTANTIATE_TEST_SUITE_P(
    Judge, EachKind,
    testing::Values(
        Example{"", FindingKind::too_short, 0, 0},  //
        Example{"8f3bc95a1e07d264b1f6907ce35d482a", FindingKind::too_short, 0, 32},
        Example{"your-256-bit-secret", FindingKind::known_secret, 0, 19},
        Example{"violingranitebatterycopper", FindingKind::dictionary_word, 13, 7},
        Example{"secretelgnatcer-2031", FindingKind::dictionary_word, 6, 9},
        Example{"granit-Umweltschutz-regenschirm", FindingKind::dictionary_word, 7, 12},
        Example{"parapluie.chaussure.fromage", FindingKind::dictionary_word, 20, 7},
        Example{"b4tt3ry-v10l1n-gr4n1t3", FindingKind::leet_word, 0, 7},
        Example{"correcthorsebatterystaple", FindingKind::phrase, 0, 25},
        Example{"The_Quick_Brown_Fox_Jumps_Over_The_Lazy_Dog", FindingKind::phrase, 0, 43},
        Example{"my sister bought a small house near the river in spring", FindingKind::phrase, 0, 55},
        Example{"sEcReTkEy", FindingKind::known_variant, 0, 9},
        Example{"woaiquanh87va5qtp6aidjiusni", FindingKind::published_piece, 0, 8},
        Example{"e10adc3949ba59abbe56e057f20f883e", FindingKind::hash_of_word, 0, 32},
        Example{"pumpkin-widgets-orders-battery-summer", FindingKind::personal, 8, 7},
        Example{"qazwsxedcrfvtgbyhnujmikolp", FindingKind::published_piece, 0, 16},
        Example{"qwertzuiopasdfghjklyxcvbnm", FindingKind::keyboard_walk, 0, 26},
        Example{"azertyuiopqsdfghjklmwxcvbn", FindingKind::keyboard_walk, 0, 26},
        Example{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", FindingKind::repeat, 0, 40},
        Example{"k#9Lq!2xk#9Lq!2xk#9Lq!2xk#9Lq!2xk#9Lq!2x", FindingKind::repeated_block, 8, 32},
        Example{"abcdefghijklmnopqrstuvwxyz0123456789", FindingKind::sequence, 26, 10},
        Example{"apfelbaum-zyxwvutsrqponm", FindingKind::sequence, 10, 14},
        Example{"2024-01-31", FindingKind::date, 0, 10},
        Example{"password24.12.1999password24.12.1999", FindingKind::date, 8, 10},
        Example{"1706693400", FindingKind::timestamp, 0, 10},
        Example{"2024-01-31T09:30:00.123456789+01:00", FindingKind::timestamp, 0, 35},
        Example{"3f2b8c1e-9d47-4a6b-b0e5-71c2d8f4a936", FindingKind::uuid, 0, 36},
        Example{"{3f2b8c1e-9d47-4a6b-b0e5-71c2d8f4a936}", FindingKind::uuid, 0, 38},
        Example{base::base64_encode(base::as_bytes("sunshine monkey dragon princess football")),
                FindingKind::encoded_text, 0, 56},
        Example{base::hex_encode(base::as_bytes("sunshine monkey dragon princess football")),
                FindingKind::dictionary_word, 0, 16},
        Example{unhex("0102ff0102ff02ff01ff010201ff0201020101ff02ff0101ff0202ff0101ff02"),
                FindingKind::few_distinct_bytes, 0, 32},
        Example{"-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----",
                FindingKind::pem_or_jwt, 0, 88},
        Example{"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.8Yb2kq0T1lJ3oB4yqk3bKX5WvQxZC3e0zqW2hB8pXkE",
                FindingKind::pem_or_jwt, 0, 84},
        Example{"meraltosindorecanitelovasteriondelanti", FindingKind::predictable, 0, 38},
        Example{"один секретный пароль и другой секретный пароль", FindingKind::repeated_block, 57, 31},
        Example{"{\"secret\":\"sunshine\",\"alg\":\"HS256\"}", FindingKind::encoded_text, 0, 35},
        Example{"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEL7Uoaml5eYoDxLSLUZHtIjNWgQgI1m/"
                "eFPwCKu2D4WAg0+ozuhHeVGjFYRvJkKo6tUEt1PCSgnqMdaWY9X1AmA==",
                FindingKind::pem_or_jwt, 0, 122},
        Example{std::string(32, '\0'), FindingKind::repeat, 0, 32},
        Example{unhex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"), FindingKind::sequence, 0,
                32},
        Example{"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", FindingKind::sequence, 0, 64},
        Example{unhex("8f3bc95a1e07d2648f3bc95a1e07d2648f3bc95a1e07d2648f3bc95a1e07d264"), FindingKind::repeated_block,
                8, 24},
        Example{"8f3bc95a1e07d2648f3bc95a1e07d2648f3bc95a1e07d2648f3bc95a1e07d264", FindingKind::repeated_block, 16,
                48},
        Example{"correct horse" + std::string(19, '\0'), FindingKind::dictionary_word, 0, 7}));

TEST(Judge, RandomHexOf32BytesIsStrongWithoutAFinding) {
  const Judgement judgement = judge_text(kHex);
  EXPECT_EQ(judgement.strength, Strength::strong);
  EXPECT_EQ(kinds(judgement), "");
  EXPECT_EQ(judgement.encoding, Encoding::hex);
  EXPECT_EQ(judgement.length_bytes, 32u);
  EXPECT_EQ(judgement.given_bytes, 64u);
  EXPECT_DOUBLE_EQ(judgement.entropy_bits, 256);
  EXPECT_NEAR(judgement.guesses_log10, 77.06, 0.01);
}

TEST(Judge, HexOf16BytesIsWeakForItsLengthAlone) {
  const Judgement judgement = judge_text(kHex.substr(0, 32));
  EXPECT_EQ(judgement.strength, Strength::weak);
  EXPECT_EQ(kinds(judgement), "too_short");
  EXPECT_DOUBLE_EQ(judgement.entropy_bits, 128);
  EXPECT_EQ(judgement.length_bytes, 16u);
}

TEST(Judge, TheSameKeyIsShortForALargerHash) {
  JudgeOptions options;
  options.required_bytes = 48;
  EXPECT_EQ(kinds(judge_text(kHex, options)), "too_short");
}

TEST(Judge, KnowsEveryEncodingOfTheSameBytes) {
  const base::Bytes bytes = base::hex_decode(kHex).value();
  const std::string base64 = base::base64_encode(bytes);
  std::string wrapped = base64;
  wrapped.insert(20, "\n");
  EXPECT_EQ(judge_text(base64).encoding, Encoding::base64);
  EXPECT_EQ(judge_text(wrapped).length_bytes, 32u);
  EXPECT_EQ(judge_text(base::base64url_encode(bytes)).encoding, Encoding::base64url);
  EXPECT_EQ(judge_text(base::as_text(bytes)).encoding, Encoding::raw);
  EXPECT_EQ(judge_text("0x" + std::string(kHex)).encoding, Encoding::hex);
  for (const std::string& text : {base64, wrapped, base::base64url_encode(bytes), "0x" + std::string(kHex)}) {
    EXPECT_EQ(judge_text(text).length_bytes, 32u) << text;
    EXPECT_EQ(judge_text(text).strength, Strength::strong) << text;
  }
}

TEST(Judge, CountsTheInnermostBytesOfNestedEncodings) {
  const Judgement judgement = judge_text(base::base64_encode(base::as_bytes(kHex.substr(0, 32))));
  EXPECT_EQ(judgement.length_bytes, 16u);
  EXPECT_NE(find(judgement, FindingKind::too_short), nullptr);
}

TEST(Judge, WarnsOfWhatStandsAroundAStrongSecret) {
  const std::string hex(kHex);
  const Judgement newline = judge_text(hex + "\n");
  EXPECT_EQ(newline.strength, Strength::strong);
  ASSERT_EQ(kinds(newline), "trailing_newline");
  EXPECT_EQ(newline.findings[0].offset, 64u);
  EXPECT_EQ(newline.findings[0].length, 1u);
  EXPECT_EQ(kinds(judge_text("'" + hex + "'")), "quoted");
  EXPECT_EQ(kinds(judge_text("  " + hex)), "surrounding_space");
  EXPECT_EQ(kinds(judge_text(unhex(kHex) + "\n")), "trailing_newline");
  EXPECT_EQ(judge_text(unhex(kHex) + "\n").length_bytes, 32u);
}

TEST(Judge, ARawKeyMayEndInTheByteOfALineBreak) {
  EXPECT_EQ(kinds(judge_text(unhex(std::string(kHex.substr(0, 62)) + "0a"))), "");
}

TEST(Judge, ARawKeyMayEndInAVerticalTab) {
  for (const auto* hex : {"50422c4f422d55353fcfb2312a460b09", "562f335b7774252c236e0c625675600b"}) {
    const auto judgement = judge(base::SecretBytes::copy_of(base::hex_decode(hex).value()));
    ASSERT_EQ(judgement.findings.size(), 1U) << hex;
    EXPECT_EQ(judgement.findings[0].kind, FindingKind::too_short);
    EXPECT_EQ(judgement.length_bytes, 16U);
  }
}

TEST(Judge, FourWordsOrAWordRepeatedAreNeverStrong) {
  for (const char* text : {"correct horse battery staple", "CorrectHorseBatteryStaple2024!CorrectHorse",
                           "elephant-umbrella-keyboard-sandwich", "hunter2hunter2hunter2hunter2hunter2hunter2",
                           "P4ssW0rdP4ssW0rdP4ssW0rdP4ssW0rdP4ssW0rd123", "Sup3rS3cr3tK3yF0rMyJwtT0k3nsInPr0d",
                           "1q2w3e4r5t6y7u8i9o0p1q2w3e4r5t6y7u8i9o0p", "Summer2024Winter2025Spring2026Autumn2027Xy1",
                           "qwertyuiopasdfghjklzxcvbnm1234567890", "12345678901234567890123456789012345678901234"}) {
    EXPECT_EQ(judge_text(text).strength, Strength::weak) << text << " " << judge_text(text).entropy_bits;
  }
}

TEST(Judge, TenRandomWordsAreStrong) {
  const Judgement judgement =
      judge_text("violin-granite-oyster-magnet-tundra-walnut-copper-falcon-meadow-quartz-zipper-lantern-pebble");
  EXPECT_EQ(judgement.strength, Strength::strong) << judgement.entropy_bits;
  EXPECT_EQ(judgement.encoding, Encoding::text);
}

TEST(Judge, ContextMakesAWordCheaper) {
  JudgeOptions options;
  options.context = {"zugspitzbahn.example"};
  EXPECT_LT(judge_text("zugspitzbahn42", options).entropy_bits, judge_text("zugspitzbahn42").entropy_bits - 10);
}

TEST(Judge, JsonHoldsTheAnswerAndNothingOfTheSecret) {
  const std::string json = base::write_json(to_json(judge_text("Tr0ub4dor&3Tr0ub4dor&3\n")));
  EXPECT_NE(json.find(R"("strength":"weak")"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("kind":"trailing_newline")"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("given_bytes":23)"), std::string::npos) << json;
  EXPECT_EQ(json.find("Tr0u"), std::string::npos);
}

}  // namespace
}  // namespace jwtkeep::strength
