// The examples of docs/jose.md: compiled, run, and compared with the page word for word.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "jwe_sample.hpp"
#include "sample.hpp"
#include "tests/servers/content_of.hpp"

// clang-format off
// [includes]
#include <jwtkeep/jose/jwe.hpp>
#include <jwtkeep/jose/jwe_jwk.hpp>
#include <jwtkeep/jose/signer.hpp>
#include <jwtkeep/jose/verifier.hpp>
using namespace jwtkeep;
// [end]

// [sign]
base::Result<std::string> sign(base::SecretBytes secret, std::int64_t now) {
  JWTKEEP_TRY(auto key, jose::SigningKey::make("2026-11", jose::Alg::HS256, std::move(secret)));
  const auto claims = base::Json::object(
      {{"iss", "shop"}, {"aud", "orders"}, {"sub", "alice"}, {"iat", now}, {"exp", now + 900}});
  return jose::sign_jwt(key, claims);
}
// [end]

// [verify]
base::Result<jose::VerifiedToken> verify(std::string_view token, const jose::KeyLookup& keys, base::Instant now) {
  JWTKEEP_TRY(const auto policy, jose::VerifyPolicy::Builder().algs({jose::Alg::HS256}).issuer("shop").audience("orders")
                                     .type("JWT").max_lifetime(std::chrono::minutes(15)).leeway(std::chrono::seconds(60)).build());
  return jose::verify(token, keys, policy, now);  // the claims, or one reason: expired, wrong_audience ...
}
// [end]

// [prepared]
base::Result<std::string> subject_of(const jose::Verifier& verifier, std::string_view token, base::Instant now) {
  thread_local jose::Workspace workspace;
  JWTKEEP_TRY(const auto verified, verifier.verify(token, now, workspace));
  return std::string(verified.subject().value_or(""));
}
// [end]

// [encrypt]
base::Result<std::string> encrypt(std::string_view recipient_jwk, base::SecretBytes text) {
  JWTKEEP_TRY(const auto jwk, jose::parse_jwk(recipient_jwk));  // public: RSA, or EC and X25519 for ECDH-ES
  JWTKEEP_TRY(const auto key, jose::encryption_key(jwk));
  return jose::encrypt_compact(key, jose::Enc::A256GCM, {}, text);
}
base::Result<jose::DecryptedToken> decrypt(std::string_view token, const base::SecretBytes& private_jwk) {
  JWTKEEP_TRY(const auto jwk, jose::parse_jwk(private_jwk));
  JWTKEEP_TRY(const auto key, jose::decryption_key(jwk));
  return jose::decrypt(token, key, {.encs = {jose::Enc::A256GCM}});
}
// [end]
// clang-format on

namespace {

using jose::kNow;

base::SecretBytes secret() { return base::SecretBytes::copy_of("0123456789abcdef0123456789abcdef"); }

TEST(DocsExample, SignsAndVerifies) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(kNow.time_since_epoch()).count();
  const auto token = sign(secret(), seconds);
  ASSERT_TRUE(token) << token.error().what;
  const auto key = jose::VerifyKey::make("2026-11", jose::Alg::HS256, secret()).value();
  const auto verified = verify(*token, jose::only(key), kNow);
  ASSERT_TRUE(verified) << verified.error().what;
  EXPECT_EQ(*verified->claims().find("sub")->string(), "alice");
  EXPECT_EQ(verify(*token, jose::only(key), kNow + std::chrono::hours(1)).error().reason, base::Reason::expired);

  const auto policy = jose::VerifyPolicy::Builder()
                          .algs({jose::Alg::HS256})
                          .issuer("shop")
                          .audience("orders")
                          .type("JWT")
                          .allow_any_lifetime()
                          .build();
  const auto verifier = jose::Verifier::make({key}, *policy).value();
  EXPECT_EQ(subject_of(verifier, *token, kNow).value(), "alice");
}

TEST(DocsExample, EncryptsAndDecrypts) {
  const auto key = jose::sample_decryption_key(jose::JweAlg::ECDH_ES);
  const auto open = base::write_json(jose::public_jwk(key.encryption_key()).value());
  const auto token = encrypt(open, base::SecretBytes::copy_of("for her eyes only"));
  ASSERT_TRUE(token) << token.error().what;
  const auto opened = decrypt(*token, base::write_with_secrets(jose::private_jwk(key), false));
  ASSERT_TRUE(opened) << opened.error().what;
  EXPECT_EQ(opened->plaintext(), base::SecretBytes::copy_of("for her eyes only"));
}

TEST(DocsExample, StandsInTheDocs) {
  const char* root = std::getenv("JWTKEEP_SOURCE_DIR");
  ASSERT_NE(root, nullptr);
  const auto source = servers::content_of(std::string(root) + "/tests/unit/jose/docs_example_test.cpp");
  const auto page = servers::content_of(std::string(root) + "/docs/jose.md");
  for (const std::string name : {"includes", "sign", "verify", "prepared", "encrypt"}) {
    const auto begin = "// [" + name + "]\n";
    const auto from = source.find(begin) + begin.size();
    const auto example = source.substr(from, source.find("// [end]", from) - from);
    EXPECT_NE(page.find("```cpp\n" + example + "```"), std::string::npos) << name;
  }
}

}  // namespace
