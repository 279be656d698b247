// Strangers' vectors of whole tokens and key sets: Project Wycheproof's and the RFC 7520 cookbook's.
#include <gtest/gtest.h>

#include <cstdio>

#include "../../vectors/shared_vectors.hpp"
#include "sample.hpp"

namespace jwtkeep::jose {
namespace {

using vectors::text;

/// Whether some key of the set, which has the token's kid, takes the token.
bool taken(const base::Json& set, const std::string& compact) {
  const auto token = UnverifiedToken::parse(compact);
  const auto keys = parse_jwks(secret(base::write_json(set)));
  if (!token || !keys) return false;
  for (const auto& jwk : keys->keys) {
    const auto key = verify_key(jwk);
    if (key && key->kid() == token->kid() && verify_signature(*token, *key)) return true;
  }
  return false;
}

/// Why a vector is not asked, or nothing.
std::string_view left_out(const base::Json& test) {
  for (const auto& flag : *test.find("flags")->items()) {
    // Which of two keys with one kid is meant is the keyring's to say, not the set's; it never makes two.
    if (*flag.string() == "Ambiguous") return "about a set as a whole, which no key of it is to blame for";
  }
  return "";
}

TEST(Wycheproof, JsonWebKeys) {
  JWTKEEP_VECTORS(vectors, "wycheproof/json_web_key_test.json");
  int run = 0, skipped = 0;
  for (const auto& group : *vectors.find("testGroups")->items()) {
    const auto* set = group.find("public") != nullptr ? group.find("public") : group.find("private");
    for (const auto& test : *group.find("tests")->items()) {
      const auto& name = text(group, "comment");
      SCOPED_TRACE(name + ": " + text(test, "comment"));
      if (const auto why = left_out(test); !why.empty()) {
        std::printf("left out %s: %.*s\n", name.c_str(), static_cast<int>(why.size()), why.data());
        ++skipped;
        continue;
      }
      EXPECT_EQ(taken(*set, text(test, "jws")), text(test, "result") == "valid");
      // The private set verifies as the public one does.
      EXPECT_EQ(taken(*group.find("private"), text(test, "jws")), text(test, "result") == "valid");
      ++run;
    }
  }
  std::printf("wycheproof/json_web_key_test.json: %d vectors run, %d left out\n", run, skipped);
  EXPECT_EQ(run + skipped, *vectors.find("numberOfTests")->integer());
  EXPECT_GT(run, 20);
}

TEST(Rfc7520, Section4Signatures) {
  JWTKEEP_VECTORS(vectors, "rfc7520/rfc7520_jws.json");
  int run = 0, skipped = 0;
  for (const auto& example : *vectors.items()) {
    const auto& title = text(example, "title");
    SCOPED_TRACE(title);
    const auto& compact = text(*example.find("output"), "compact");
    const auto* header = example.find("signing")->find("protected");
    const auto alg = header == nullptr ? std::nullopt : alg_from_name(text(*header, "alg"));
    if (!alg || compact.empty()) {  // another algorithm, or the JSON form that this library does not have
      if (!compact.empty()) {
        EXPECT_EQ(refusal(compact, sample_key(Alg::RS256).verify_key()), "alg_not_allowed");
      }
      ++skipped;
      continue;
    }
    const auto jwk = parse_jwk(secret(base::write_json(*example.find("input")->find("key"))));
    ASSERT_TRUE(jwk) << jwk.error().what;
    const auto key = verify_key(*jwk, *alg).value();
    const auto held = verify_signature(UnverifiedToken::parse(compact).value(), key);
    EXPECT_TRUE(held) << held.error().what;
    const auto payload = UnverifiedToken::parse(compact)->untrusted_payload();
    EXPECT_EQ(base::as_text(payload), text(*example.find("input"), "payload"));
    ++run;
  }
  std::printf("rfc7520_jws.json: %d vectors run, %d left out (another algorithm or the JSON form)\n", run, skipped);
  EXPECT_GE(run, 3);
}

}  // namespace
}  // namespace jwtkeep::jose
