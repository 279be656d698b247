// Claims that are encrypted and not signed: judged as those of signed tokens are.
#include "jwtkeep/jose/encrypted_claims.hpp"

#include <gtest/gtest.h>

#include "jwe_sample.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;

constexpr auto kEnc = Enc::A256GCM;

const DecryptionKey& recipient() {
  static const auto key = sample_decryption_key(JweAlg::A256KW);
  return key;
}

std::string encrypted(const std::string& text, const Json& extras = {}) {
  return encrypt_compact(recipient().encryption_key(), kEnc, extras, secret(text)).value();
}
std::string encrypted(const Json& claims, const Json& extras = {}) {
  return encrypted(base::write_json(claims), extras);
}

/// Why the token's claims are refused, or `none`; the token itself opens.
std::string refused(const std::string& token, const VerifyPolicy& policy = lenient_policy()) {
  const auto opened = decrypt(token, recipient(), open_policy());
  if (!opened) return "not opened: " + opened.error().what;
  const auto claims = encrypted_claims(*opened, policy, kNow);
  return claims ? "none" : std::string(base::word(claims.error().reason));
}

TEST(EncryptedClaims, ComeBackAsTheyWere) {
  const auto opened = decrypt(encrypted(claims()), recipient(), open_policy()).value();
  EXPECT_EQ(encrypted_claims(opened, lenient_policy(), kNow).value(), claims());
}

TEST(EncryptedClaims, ThePolicyHolds) {
  const auto strict = VerifyPolicy::Builder{}
                          .issuer("joe")
                          .audience("orders")
                          .type("at+jwt")
                          .allow_any_lifetime()
                          .algs({Alg::HS256})
                          .build()
                          .value();
  const auto typed = Json::object({{"typ", "at+jwt"}});
  auto good = claims();
  good.set("iss", "joe").set("aud", "orders");
  EXPECT_EQ(refused(encrypted(good, typed), strict), "none");
  EXPECT_EQ(refused(encrypted(good), strict), "wrong_type");
  EXPECT_EQ(refused(encrypted(good, Json::object({{"typ", "JWT"}})), strict), "wrong_type");
  const auto with = [&](const char* name, const Json& value) {
    auto changed = good;
    changed.set(name, value);
    return refused(encrypted(changed, typed), strict);
  };
  EXPECT_EQ(with("iss", "mallory"), "wrong_issuer");
  EXPECT_EQ(with("aud", "billing"), "wrong_audience");
  EXPECT_EQ(with("exp", 1), "expired");
  EXPECT_EQ(with("exp", "soon"), "malformed");
  // A `typ` that anybody may have written is none.
  JweJsonParts parts;
  parts.unprotected = typed;
  const auto unprotected =
      encrypt_flattened(recipient().encryption_key(), kEnc, parts, secret(base::write_json(good))).value();
  EXPECT_EQ(refused(unprotected, strict), "wrong_type");
}

TEST(EncryptedClaims, WhatIsNoClaimsIsRefused) {
  for (const auto* text : {"", "x", "[]", "null", "\"x\"", "{", R"({"sub":"a","sub":"b"})", "\xff"}) {
    EXPECT_EQ(refused(encrypted(std::string(text))), "malformed") << text;
  }
  const auto token = sign_jwt(sample_key(Alg::ES256), claims()).value();
  EXPECT_EQ(refused(encrypted(token)), "malformed");
  for (const auto* cty : {"JWT", "jwt", "application/jwt"}) {
    EXPECT_EQ(refused(encrypted(token, Json::object({{"cty", cty}}))), "wrong_type") << cty;
    EXPECT_EQ(refused(encrypted(claims(), Json::object({{"cty", cty}}))), "wrong_type") << cty;
  }
  EXPECT_EQ(refused(encrypted(claims(), Json::object({{"cty", "json"}}))), "none");
}

TEST(EncryptedClaims, Rfc7519Section53ReplicatedClaimsAreTheSame) {
  auto all = claims();
  all.set("iss", "joe").set("aud", Json::array({"orders", "billing"}));
  const auto with = [&](const char* name, const Json& value) {
    return refused(encrypted(all, Json::object({{name, value}})));
  };
  EXPECT_EQ(with("iss", "joe"), "none");
  EXPECT_EQ(with("sub", "alice"), "none");
  EXPECT_EQ(with("aud", Json::array({"orders", "billing"})), "none");
  EXPECT_EQ(with("iss", "mallory"), "wrong_issuer");
  EXPECT_EQ(with("sub", "bob"), "malformed");
  EXPECT_EQ(with("aud", "orders"), "wrong_audience");
  EXPECT_EQ(refused(encrypted(claims(), Json::object({{"iss", "joe"}}))), "wrong_issuer");  // no replica: there is none
  // Where anybody can write them they are no better.
  JweJsonParts parts;
  parts.unprotected = Json::object({{"sub", "bob"}});
  const auto outside =
      encrypt_flattened(recipient().encryption_key(), kEnc, parts, secret(base::write_json(all))).value();
  EXPECT_EQ(refused(outside), "malformed");
}

}  // namespace
}  // namespace jwtkeep::jose
