// Every published secret is weak, however it is dressed up.
#include "jwtkeep/strength/known_secrets.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iostream>

#include "jwtkeep/base/encoding.hpp"
#include "tests/servers/source_path.hpp"
#include "tests/unit/strength/judging.hpp"

namespace jwtkeep::strength {
namespace {

void expect_known(const std::string& secret) {
  const Judgement judgement = judge_text(secret);
  EXPECT_EQ(judgement.strength, Strength::weak) << secret;
  EXPECT_NE(find(judgement, FindingKind::known_secret), nullptr) << secret << ": " << kinds(judgement);
}

TEST(KnownSecrets, AreWeakInEveryVariant) {
  ASSERT_GE(known_texts().size(), 50u);
  for (const std::string_view known : known_texts()) {
    const std::string text(known);
    std::string upper = text;
    for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    for (const std::string& variant :
         {text, upper, text + "\n", "\"" + text + "\"", " '" + text + "' \r\n", text + "2024!",
          std::string(text.rbegin(), text.rend()), text + text + text.substr(0, 3)}) {
      expect_known(variant);
    }
  }
}

TEST(KnownSecrets, AreWeakWhenEncoded) {
  for (const std::string_view known : known_texts()) {
    if (known.size() < 12) continue;  // their encodings are too short to be told from words, and weak as such
    expect_known(base::base64_encode(base::as_bytes(known)));
    expect_known(base::base64url_encode(base::as_bytes(known)));
    expect_known(base::hex_encode(base::as_bytes(known)));
    expect_known(base::base64_encode(base::as_bytes(base::base64_encode(base::as_bytes(known)))));
  }
}

TEST(KnownSecrets, AreWeakAsDigests) {
  for (const std::string_view digest : known_digests()) expect_known(std::string(digest));
  // echo -n 'DataEase@123456' | md5sum
  expect_known("504c8c8dfcbbe5b50d676ad65ef43909");
}

TEST(KnownSecrets, ExampleKeysOfTheRfcsAreWeakAsTextAndAsBytes) {
  for (const std::string_view key : known_keys_base64url()) {
    expect_known(std::string(key));
    const auto bytes = base::base64url_decode(key);
    ASSERT_TRUE(bytes);
    expect_known(std::string(base::as_text(*bytes)));
    expect_known(base::hex_encode(*bytes));
  }
}

TEST(KnownSecrets, PublicListOfJwtSecretsHoldsFewStrongOnes) {
  std::ifstream list(servers::source_path("../shared/vectors/wordlists/jwt.secrets.list"));
  if (!list) GTEST_SKIP() << "../shared/vectors/wordlists/jwt.secrets.list is not here";
  std::size_t all = 0;
  std::size_t strong = 0;
  for (std::string line; std::getline(list, line) && all < 20'000; ++all) {
    if (judge_text(line).strength == Strength::strong) ++strong;
  }
  std::cerr << strong << " of " << all << " look strong\n";
  // The list holds leaked random keys too, which nothing but the list itself can tell from good ones.
  EXPECT_LT(strong * 20, all);
}

}  // namespace
}  // namespace jwtkeep::strength
