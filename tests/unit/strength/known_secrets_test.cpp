// Every published secret is public, in any encoding; its plain variants are weak.
#include <gtest/gtest.h>

#include <cctype>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/strength/known_index.hpp"
#include "jwtkeep/strength/known_list.hpp"
#include "tests/unit/strength/judging.hpp"

namespace jwtkeep::strength {
namespace {

/// The lines of the list, by `step`, the empty one left out.
std::vector<std::string> published(std::size_t first, std::size_t last, std::size_t step) {
  std::vector<std::string> found;
  std::size_t number = 0;
  for (std::string_view rest = known_list(); !rest.empty(); ++number) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() + 1);
    if (number >= last) break;
    if (number >= first && number % step == 0 && !line.empty()) found.emplace_back(line);
  }
  return found;
}

std::vector<std::string> defaults() { return published(0, 70, 1); }
std::vector<std::string> some_of_the_list() { return published(70, 200'000, 211); }

void expect_public(const std::string& secret) {
  const Judgement judgement = judge_text(secret);
  EXPECT_EQ(judgement.strength, Strength::published) << secret << ": " << kinds(judgement);
  EXPECT_NE(find(judgement, FindingKind::known_secret), nullptr) << secret << ": " << kinds(judgement);
  EXPECT_LT(judgement.entropy_bits, 18);
}

void expect_variant(const std::string& secret) {
  const Judgement judgement = judge_text(secret);
  EXPECT_NE(judgement.strength, Strength::strong) << secret << ": " << kinds(judgement);
  EXPECT_TRUE(find(judgement, FindingKind::known_variant) != nullptr ||
              find(judgement, FindingKind::known_secret) != nullptr)
      << secret << ": " << kinds(judgement);
  EXPECT_LT(judgement.entropy_bits, 50);
}

std::string in_capitals(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

TEST(KnownSecrets, ArePublicAsTheyStandAndWithWhatStoresLeaveAroundThem) {
  for (const auto& list : {defaults(), some_of_the_list()}) {
    for (const std::string& text : list) {
      expect_public(text);
      expect_public(text + "\n");
      if (text.find_first_of("'\"`") == std::string::npos && text.front() > ' ' && text.back() > ' ') {
        expect_public("\"" + text + "\"");
        expect_public(" '" + text + "' \r\n");
      }
    }
  }
}

TEST(KnownSecrets, MayThemselvesHaveSpacesAndQuotesAroundThem) {
  for (const char* text : {" ad5b102595dc54d979a07579c4615c8778f9077d8cd443ab9d91abb80c75c0e1",
                           "\"======================BezKoder=Spring===========================\""}) {
    expect_public(text);
  }
}

TEST(KnownSecrets, VariantsAreWeak) {
  for (const std::string& text : defaults()) {
    if (text.size() < 4) continue;
    for (const std::string& variant :
         {in_capitals(text), text + "2024!", text + "1", std::string(text.rbegin(), text.rend()),
          text + text + text.substr(0, 3), text + text}) {
      expect_variant(variant);
    }
  }
}

TEST(KnownSecrets, ArePublicWhenEncoded) {
  for (const std::string& known : defaults()) {
    if (known.size() < 12) continue;  // their encodings are too short to be told from words, and weak as such
    expect_public(base::base64_encode(base::as_bytes(known)));
    expect_public(base::base64url_encode(base::as_bytes(known)));
    expect_public(base::hex_encode(base::as_bytes(known)));
    expect_public(base::base64_encode(base::as_bytes(base::base64_encode(base::as_bytes(known)))));
  }
}

TEST(KnownSecrets, AreFoundByTheBytesThatTheyEncode) {
  // FastAPI's tutorial, and RFC 7515 A.1.
  const auto hex = base::hex_decode("09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7").value();
  const auto key =
      base::base64url_decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")
          .value();
  for (const base::Bytes& bytes : {hex, key}) {
    expect_public(std::string(base::as_text(bytes)));
    expect_public(base::hex_encode(bytes));
    expect_public(base::base64_encode(bytes));
    expect_public(base::base64url_encode(bytes));
  }
}

TEST(KnownSecrets, TellWhoseTheyAre) {
  const auto origin = [](const std::string& secret) {
    const Judgement judgement = judge_text(secret);
    const Finding* finding = find(judgement, FindingKind::known_secret);
    return finding == nullptr ? "not found" : finding->product + "|" + finding->source;
  };
  EXPECT_EQ(origin("SecretKey012345678901234567890123456789012345678901234567890123456789"),
            "Nacos 2.2.0 and older|QVD-2023-6271");
  EXPECT_EQ(origin("\002\001thisismyscretkey\001\002\\e\\y\\y\\h"), "Apache Superset 2.0.1 and older|CVE-2023-27524");
  EXPECT_EQ(origin("c292a0a3aa32397cdb050e233733900f"), "Redash 10.0.0 and older|CVE-2021-41192");
  EXPECT_EQ(origin("hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg"), "RFC 7520 section 3.5|RFC 7520");
  EXPECT_EQ(origin("changeme"), "|");
  const Judgement things = judge_text("thingsboardDefaultSigningKey");
  EXPECT_NE(find(things, FindingKind::known_secret)->explanation.find("ThingsBoard"), std::string::npos);
}

TEST(KnownSecrets, AreLookedForWithoutCaseButToldWithIt) {
  EXPECT_TRUE(find_known(base::as_bytes("secretKey"))->same_case);
  EXPECT_EQ(find_known(base::as_bytes("secretKey"))->text, "secretKey");
  EXPECT_EQ(find_known(base::as_bytes("secretkey"))->text, "secretkey");
  EXPECT_FALSE(find_known(base::as_bytes("SeCrEtKeY"))->same_case);
  EXPECT_FALSE(find_known(base::as_bytes("secretkey-that-nobody-published")));
  EXPECT_EQ(find_known(base::as_bytes("secret"))->number, 1);
}

// printf %s WORD | md5sum, sha1sum, sha256sum, sha512sum, openssl dgst -binary | base64
TEST(HashesOfWords, AreFoundInAnyEncoding) {
  const auto is_hash = [](const std::string& text) {
    return find(judge_text(text), FindingKind::hash_of_word) != nullptr;
  };
  EXPECT_TRUE(is_hash("5f4dcc3b5aa765d61d8327deb882cf99"));
  EXPECT_TRUE(is_hash("5F4DCC3B5AA765D61D8327DEB882CF99"));
  EXPECT_TRUE(is_hash("X03MO1qnZdYdgyfeuILPmQ=="));
  EXPECT_TRUE(is_hash("5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8"));
  EXPECT_TRUE(is_hash("5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"));
  EXPECT_TRUE(is_hash("XohImNooBHFR0OVvjcYpJ3NgPQ1qq73WKhHvch0VQtg="));
  // One digit changed.
  EXPECT_FALSE(is_hash("5e884898da28057151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"));
  EXPECT_EQ(judge_text("5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8").strength, Strength::weak);
}

TEST(PublishedPieces, MakeFortyBytesWeak) {
  // Five of the list, which nobody would find in a dictionary.
  const std::string secret = "meal$ecret!payment$ecret!woaiquanh87va5qtp6aidjiusni";
  const Judgement judgement = judge_text(secret);
  EXPECT_EQ(judgement.strength, Strength::weak) << judgement.entropy_bits;
  EXPECT_NE(find(judgement, FindingKind::published_piece), nullptr) << kinds(judgement);
}

}  // namespace
}  // namespace jwtkeep::strength
