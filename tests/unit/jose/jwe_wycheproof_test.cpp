// Project Wycheproof's encrypted tokens.
#include <gtest/gtest.h>

#include <cstdio>
#include <map>

#include "../../vectors/shared_vectors.hpp"
#include "jwe_sample.hpp"
#include "jwtkeep/jose/jwe_jwk.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;
using base::Reason;
using vectors::text;

/// Compression is allowed; the JSON forms are not, as the vectors want it of who reads the compact form.
DecryptPolicy policy() { return {.encs = every_enc(), .inflate = crypto::InflateLimits{}}; }

/// A key for `RSA1_5` is no key here. Its tokens are shown to the same key under another name.
base::Result<DecryptionKey> without_rsa15(const Json& jwk) {
  auto other = jwk;
  other.set("alg", "RSA-OAEP");
  JWTKEEP_TRY(const auto read, parse_jwk(secret(base::write_json(other))));
  return decryption_key(read);
}

class Runner {
 public:
  void run(const Json& group) {
    const auto& jwk = *group.find("private");
    const bool is_rsa15 = text(jwk, "alg") == "RSA1_5";
    const auto key = is_rsa15 ? without_rsa15(jwk) : key_of(jwk);
    ASSERT_TRUE(key) << text(group, "comment") << ": " << key.error().what;
    if (is_rsa15) {
      const auto refused = parse_jwk(secret(base::write_json(jwk)));
      ASSERT_FALSE(refused);
      EXPECT_NE(refused.error().what.find("RSA1_5"), std::string::npos) << refused.error().what;
    }
    for (const auto& test : *group.find("tests")->items()) check(*key, is_rsa15, test);
  }

  void report() const {
    for (const auto& [why, count] : left_out_) {
      std::printf("json_web_encryption_test.json: %d left out: %s\n", count, why.c_str());
    }
    std::printf("json_web_encryption_test.json: %d run\n", run_);
  }
  [[nodiscard]] int count() const {
    int all = run_;
    for (const auto& [why, count] : left_out_) all += count;
    return all;
  }
  [[nodiscard]] int count_run() const { return run_; }

 private:
  static base::Result<DecryptionKey> key_of(const Json& jwk) {
    JWTKEEP_TRY(const auto read, parse_jwk(secret(base::write_json(jwk))));
    return decryption_key(read);
  }

  void check(const DecryptionKey& key, bool is_rsa15, const Json& test) {
    SCOPED_TRACE("tcId " + std::to_string(*test.find("tcId")->integer()) + " " + text(test, "comment"));
    const auto opened = decrypt(text(test, "jwe"), key, policy());
    const bool valid = text(test, "result") == "valid";
    if (is_rsa15) {
      ASSERT_FALSE(opened);
      EXPECT_EQ(opened.error().reason, Reason::alg_not_allowed);
      EXPECT_NE(opened.error().what.find("RSA1_5"), std::string::npos) << opened.error().what;
    }
    if (is_rsa15 && valid) {
      ++left_out_["valid, but RSA1_5 is refused by name (RFC 8725 section 3.2, RFC 7516 section 11.5)"];
      return;
    }
    ++run_;
    ASSERT_EQ(opened.has_value(), valid) << (opened ? "opened" : opened.error().what);
    if (!valid) return;
    EXPECT_EQ(base::hex_encode(base::as_bytes(text_of(opened))), text(test, "pt"));
  }

  int run_ = 0;
  std::map<std::string, int> left_out_;
};

TEST(Wycheproof, JsonWebEncryption) {
  JWTKEEP_VECTORS(vectors, "wycheproof/json_web_encryption_test.json");
  Runner runner;
  for (const auto& group : *vectors.find("testGroups")->items()) runner.run(group);
  runner.report();
  EXPECT_EQ(runner.count(), *vectors.find("numberOfTests")->integer());
  EXPECT_EQ(runner.count_run(), 131);
}

}  // namespace
}  // namespace jwtkeep::jose
