#include "jwtkeep/remote/key_set.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "../../vectors/shared_vectors.hpp"
#include "issuer.hpp"

namespace jwtkeep::remote {
namespace {

using base::Json;
using base::Reason;
using jose::Alg;

constexpr std::size_t kMost = 100;

Reason refused(const std::string& text) {
  const auto set = KeySet::parse(text, kMost);
  EXPECT_FALSE(set) << text;
  return set ? Reason::internal : set.error().reason;
}

TEST(KeySet, FindsByKidAndAlgorithm) {
  const auto a = new_key("a");
  const auto b = new_key("b", Alg::ES256);
  const auto set = KeySet::parse(set_of({jwk(b), jwk(a)}), kMost).value();
  EXPECT_EQ(set.size(), 2U);
  EXPECT_EQ(*set.find("a", Alg::EdDSA)->public_key(), *a.verify_key().public_key());
  EXPECT_EQ(*set.find("b", Alg::ES256)->public_key(), *b.verify_key().public_key());
  EXPECT_EQ(set.find("c", Alg::EdDSA).error().reason, Reason::key_unknown);
  EXPECT_EQ(set.find("", Alg::EdDSA).error().reason, Reason::key_unknown);
  EXPECT_EQ(set.find("A", Alg::EdDSA).error().reason, Reason::key_unknown);
  EXPECT_EQ(set.match("a", Alg::ES256), Match::other_alg);
  EXPECT_EQ(set.find("a", Alg::ES256).error().reason, Reason::alg_not_allowed);
  EXPECT_EQ(set.find("a", Alg::HS256).error().reason, Reason::alg_not_allowed);  // RS/HS confusion and its like
}

TEST(KeySet, WithoutKidExactlyOneKeyOfTheAlgorithm) {
  const auto one = KeySet::parse(set_of({jwk(new_key("a")), jwk(new_key("b", Alg::ES256))}), kMost).value();
  EXPECT_EQ(one.find({}, Alg::EdDSA)->kid(), "a");
  EXPECT_EQ(one.match({}, Alg::RS256), Match::none);
  EXPECT_EQ(one.find({}, Alg::RS256).error().reason, Reason::key_unknown);
  const auto two = KeySet::parse(set_of({jwk(new_key("a")), jwk(new_key("b"))}), kMost).value();
  EXPECT_EQ(two.match({}, Alg::EdDSA), Match::several);
  EXPECT_EQ(two.find({}, Alg::EdDSA).error().reason, Reason::key_unknown);
}

TEST(KeySet, TakesOneKidForKeysOfSeveralTypesAndNotForTwoOfOne) {
  // RFC 7517 section 4.5: "different keys might use the same kid value if they have different kty values".
  const auto mixed = KeySet::parse(set_of({jwk(new_key("a")), jwk(new_key("a", Alg::ES256))}), kMost).value();
  EXPECT_EQ(mixed.match("a", Alg::EdDSA), Match::one);
  EXPECT_EQ(mixed.match("a", Alg::ES256), Match::one);
  const auto twice = KeySet::parse(set_of({jwk(new_key("a")), jwk(new_key("a"))}), kMost).value();
  EXPECT_EQ(twice.match("a", Alg::EdDSA), Match::several);
  EXPECT_FALSE(twice.find("a", Alg::EdDSA));
}

TEST(KeySet, TakesAKeyWithoutAlgForItsTypesAlgorithms) {
  const auto set = KeySet::parse(set_of({jwk(new_key("r", Alg::RS256), {"alg"})}), kMost).value();
  EXPECT_EQ(set.match("r", Alg::RS256), Match::one);
  EXPECT_EQ(set.match("r", Alg::PS256), Match::one);
  EXPECT_EQ(set.match("r", Alg::ES256), Match::other_alg);
  EXPECT_EQ(set.match("r", Alg::HS256), Match::other_alg);
  EXPECT_EQ(set.size(), 1U);
}

TEST(KeySet, KnowsAKeyWithoutKidByItsThumbprint) {
  const auto key = new_key("a");
  const auto set = KeySet::parse(set_of({jwk(key, {"kid"})}), kMost).value();
  EXPECT_EQ(set.match("a", Alg::EdDSA), Match::none);
  EXPECT_EQ(set.match({}, Alg::EdDSA), Match::one);
}

TEST(KeySet, RefusesPrivateKeysAsCompromised) {
  const auto whole = jose::private_jwk(new_key("a"));
  const auto shown = base::write_with_secrets(whole, false).reveal([](base::ByteView bytes) {
    return std::string(base::as_text(bytes));
  });
  EXPECT_EQ(refused(R"({"keys":[)" + shown + "]}"), Reason::key_compromised);
  EXPECT_EQ(refused(R"({"keys":[)" + base::write_json(jwk(new_key("b"))) + "," + shown + "]}"),
            Reason::key_compromised);
  EXPECT_EQ(
      refused(R"({"keys":[{"kty":"oct","kid":"h","alg":"HS256","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]})"),
      Reason::key_compromised);
  // Also where the key is for something else, or broken.
  EXPECT_EQ(refused(R"({"keys":[{"kty":"EC","use":"enc","d":"AA"}]})"), Reason::key_compromised);
}

bool is_ambiguous(const Json& test) {
  return std::ranges::any_of(*test.find("flags")->items(),
                             [](const Json& flag) { return *flag.string() == "Ambiguous"; });
}

// Project Wycheproof's vectors about sets as a whole: one of symmetric and public keys mixed, one with a kid that
// stands twice. The others are about single keys and run in tests/unit/jose/wycheproof_test.cpp.
TEST(Wycheproof, KeySetsThatAreAmbiguousAreRefused) {
  JWTKEEP_VECTORS(vectors, "wycheproof/json_web_key_test.json");
  int run = 0;
  for (const auto& group : *vectors.find("testGroups")->items()) {
    for (const auto& test : *group.find("tests")->items()) {
      if (!is_ambiguous(test)) continue;
      EXPECT_EQ(vectors::text(test, "result"), "invalid");
      EXPECT_EQ(refused(base::write_json(*group.find("private"))), Reason::key_compromised);
      ++run;
    }
  }
  EXPECT_EQ(run, 2);
}

TEST(KeySet, LeavesOutWhatItDoesNotUnderstandAndSaysWhy) {
  auto enc = jwk(new_key("enc"));
  enc.set("use", "enc");
  auto strange = Json::object({{"kty", "FUTURE"}, {"kid", "strange"}});
  const auto set = KeySet::parse(set_of({strange, jwk(new_key("a")), enc}), kMost).value();
  EXPECT_EQ(set.size(), 1U);
  ASSERT_EQ(set.skipped().size(), 2U);
  EXPECT_EQ(set.skipped()[0].kid, "strange");
  const auto why = set.find("enc", Alg::EdDSA);
  EXPECT_EQ(why.error().reason, Reason::key_unknown);
  EXPECT_NE(why.error().what.find("use"), std::string::npos) << why.error().what;
}

TEST(KeySet, LeavesOutAShortRsaKeyAndSaysWhy) {
  // 1024 bits, made by `openssl genrsa 1024`.
  const auto weak =
      Json::object({{"kty", "RSA"},
                    {"kid", "weak"},
                    {"n",
                     "r5tk9V889IEZ9P382YOLvNBEzf2QK6AjSlKn1PkNVG9ZV1zJaVEXZwHx3GHabqSZrOD6FHX4u5Jo62MWn3b--"
                     "ic94EOLOhnb2cSy2kUV-GvjITiui2f-ZdvLa-6zkARb_FzBTmNlsysuceDofGBY6wgB6WmDKfkZ4zWFvd0fsmc"},
                    {"e", "AQAB"}});
  const auto set = KeySet::parse(set_of({jwk(new_key("a")), weak, jwk(new_key("b"))}), kMost).value();
  EXPECT_EQ(set.size(), 2U);
  ASSERT_EQ(set.skipped().size(), 1U);
  EXPECT_EQ(set.skipped()[0].index, 1U);
  EXPECT_EQ(set.match("weak", Alg::RS256), Match::none);
  EXPECT_NE(set.find("weak", Alg::RS256).error().what.find("cannot be used"), std::string::npos);
}

TEST(KeySet, BoundsTheNumberOfKeys) {
  std::vector<Json> keys(4, Json::object({{"kty", "FUTURE"}}));
  EXPECT_TRUE(KeySet::parse(set_of(keys), 4));
  EXPECT_EQ(KeySet::parse(set_of(keys), 3).error().reason, Reason::too_large);
}

TEST(KeySet, RefusesWhatIsNoSet) {
  for (const char* text : {"", "{}", "[]", "null", R"({"keys":{}})", R"({"keys":[]}x)", "<html>"}) {
    EXPECT_EQ(refused(text), Reason::malformed) << text;
  }
  EXPECT_EQ(refused(R"({"keys":[],"keys":[]})"), Reason::duplicate_member);
  EXPECT_EQ(KeySet::parse(R"({"keys":[]})", kMost)->size(), 0U);
}

TEST(KeySet, ShowsNoLongOrStrangeKid) {
  const auto set = KeySet::parse(set_of({}), kMost).value();
  EXPECT_EQ(set.find("a\nforged log line", Alg::EdDSA).error().what.find('\n'), std::string::npos);
  EXPECT_LT(set.find(std::string(5000, 'x'), Alg::EdDSA).error().what.size(), 200U);
}

}  // namespace
}  // namespace jwtkeep::remote
