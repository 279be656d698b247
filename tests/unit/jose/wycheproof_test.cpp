// Strangers' vectors of whole tokens and key sets: Project Wycheproof's. (The RFCs' own: rfc_test.cpp,
// jws_rfc_test.cpp.)
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
    // This room reads keys one by one. Who chooses among those of a set refuses both: RemoteJwks and the command line.
    if (*flag.string() == "Ambiguous") return "about a set as a whole: tests/unit/remote/key_set_test.cpp runs it";
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

}  // namespace
}  // namespace jwtkeep::jose
