// JWKs in and out, and every one that must not be taken.
#include "jwtkeep/jose/jwk.hpp"

#include <gtest/gtest.h>

#include "../../vectors/entangled_rsa.hpp"
#include "jwtkeep/jose/thumbprint.hpp"
#include "sample.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;
using base::Reason;

base::SecretBytes private_text(const SigningKey& key) { return base::write_with_secrets(private_jwk(key), false); }

/// The private JWK of a sample key with one member changed; a null takes it out.
std::string refusal_of(Alg alg, const char* member, const Json& value) {
  auto jwk = private_jwk(sample_key(alg));
  if (value.is_null()) {
    jwk.erase(member);
  } else {
    jwk.set(member, value);
  }
  const auto read = parse_jwk(base::write_with_secrets(jwk, false));
  return read ? "none" : std::string(base::word(read.error().reason));
}

TEST(Jwk, PrivateKeysRoundTrip) {
  for (const auto alg : kEveryAlg) {
    SCOPED_TRACE(name(alg));
    const auto& key = sample_key(alg);
    const auto text = private_text(key);
    const auto jwk = parse_jwk(text);
    ASSERT_TRUE(jwk) << jwk.error().what;
    EXPECT_EQ(jwk->kid, "sample");
    EXPECT_EQ(jwk->alg, alg);
    EXPECT_FALSE(jwk->is_public());
    const auto again = signing_key(*jwk);
    ASSERT_TRUE(again) << again.error().what;
    EXPECT_EQ(private_text(*again), text);
    EXPECT_EQ(refusal(sign_jwt(*again, claims()).value(), key.verify_key()), "none");
  }
}

TEST(Jwk, PublicKeysRoundTripWithoutAPrivateMember) {
  PublicJwks set;
  for (const auto alg : {Alg::RS256, Alg::ES256, Alg::EdDSA}) {
    const auto key = sample_key(alg).verify_key();
    const auto json = public_jwk(key).value();
    for (const auto* name : {"d", "p", "q", "dp", "dq", "qi", "k"}) EXPECT_EQ(json.find(name), nullptr);
    const auto again = verify_key(parse_jwk(base::write_json(json)).value()).value();
    EXPECT_EQ(*again.public_key(), *key.public_key());
    EXPECT_EQ(again.kid(), "sample");
    EXPECT_TRUE(set.add(key));
  }
  const auto read = parse_jwks(base::write_json(set.to_json())).value();
  EXPECT_EQ(read.keys.size(), 3U);
  EXPECT_TRUE(read.skipped.empty());
}

TEST(Jwk, SymmetricKeysArePublishedNowhere) {
  const auto key = sample_key(Alg::HS256).verify_key();
  EXPECT_EQ(public_jwk(key).error().reason, Reason::bad_value);
  PublicJwks set;
  EXPECT_EQ(set.add(key).error().reason, Reason::bad_value);
  EXPECT_EQ(set.size(), 0U);
  EXPECT_TRUE(secret_jwk(key));
  EXPECT_EQ(secret_jwk(sample_key(Alg::ES256).verify_key()).error().reason, Reason::bad_value);
}

TEST(Jwk, OrdinaryWritersShowNoPrivateMember) {
  for (const auto alg : kEveryAlg) {
    const auto json = private_jwk(sample_key(alg));
    EXPECT_NE(base::write_json(json).find("[secret]"), std::string::npos);
    EXPECT_NE(base::write_json_pretty(json).find("[secret]"), std::string::npos);
    const auto* hidden = json.find(is_symmetric(alg) ? "k" : "d");
    ASSERT_NE(hidden, nullptr);
    EXPECT_NE(hidden->secret(), nullptr);
  }
}

TEST(Jwk, PrivateKeysInAPublicTextAreRefused) {
  for (const auto alg : kEveryAlg) {
    const auto text =
        private_text(sample_key(alg)).reveal([](auto bytes) { return std::string(base::as_text(bytes)); });
    EXPECT_EQ(parse_jwk(text).error().reason, Reason::bad_value);
    EXPECT_EQ(parse_jwks(R"({"keys":[)" + text + "]}").error().reason, Reason::bad_value);
    EXPECT_EQ(parse_jwks(secret(R"({"keys":[)" + text + "]}"))->keys.size(), 1U);
  }
}

TEST(Jwk, NumbersThatDoNotBelongTogetherAreRefused) {
  const auto other_ec =
      SigningKey::make("", Alg::ES256, crypto::PrivateKey::generate(crypto::KeyKind::ec_p256).value()).value();
  const auto other = private_jwk(other_ec);
  EXPECT_EQ(refusal_of(Alg::ES256, "d", *other.find("d")), "bad_value");
  EXPECT_EQ(refusal_of(Alg::ES256, "x", *other.find("x")), "bad_value");  // off the curve
  EXPECT_EQ(refusal_of(Alg::EdDSA, "x", Json("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")), "bad_value");
  EXPECT_EQ(refusal_of(Alg::RS256, "e", Json("AQAD")), "bad_value");
  EXPECT_EQ(refusal_of(Alg::RS256, "qi", nullptr), "bad_value");
}

TEST(Jwk, MembersAreReadStrictly) {
  for (const auto& [alg, member] : {std::pair{Alg::HS256, "k"},
                                    {Alg::RS256, "d"},
                                    {Alg::ES256, "d"},
                                    {Alg::EdDSA, "d"},
                                    {Alg::RS256, "n"},
                                    {Alg::RS256, "e"},
                                    {Alg::ES256, "x"},
                                    {Alg::EdDSA, "x"}}) {
    SCOPED_TRACE(member);
    for (const auto& bad : {Json(1), Json("AQA="), Json("AQ+/"), Json("AR"), Json("A"), Json("A QAB"), Json(true),
                            Json::array({"AQAB"}), Json::object()}) {
      EXPECT_EQ(refusal_of(alg, member, bad), "malformed") << base::write_json(bad);
    }
  }
  EXPECT_EQ(refusal_of(Alg::HS256, "k", Json("")), "malformed");
  EXPECT_EQ(refusal_of(Alg::HS256, "k", nullptr), "malformed");
  EXPECT_EQ(refusal_of(Alg::ES256, "y", nullptr), "malformed");
  EXPECT_EQ(refusal_of(Alg::ES256, "kid", Json(1)), "malformed");
  EXPECT_EQ(refusal_of(Alg::ES256, "kty", nullptr), "malformed");
}

TEST(Jwk, WhatIsNotForSignaturesIsRefused) {  // RFC 7517 sections 4.2 to 4.4
  EXPECT_EQ(refusal_of(Alg::ES256, "use", Json("enc")), "key_mismatch");
  EXPECT_EQ(refusal_of(Alg::ES256, "alg", Json("RS256")), "key_mismatch");
  EXPECT_EQ(refusal_of(Alg::ES256, "alg", Json("HS256")), "key_mismatch");
  EXPECT_EQ(refusal_of(Alg::ES256, "alg", Json("ES384")), "key_mismatch");
  EXPECT_EQ(refusal_of(Alg::ES256, "alg", Json("ES256K")), "key_mismatch");
  EXPECT_EQ(refusal_of(Alg::ES256, "alg", Json("ECDH-ES")), "key_mismatch");  // its use is sig
  EXPECT_EQ(refusal_of(Alg::EdDSA, "alg", Json("Ed25519")), "none");
  EXPECT_EQ(refusal_of(Alg::EdDSA, "alg", Json("Ed448")), "key_mismatch");
  EXPECT_EQ(refusal_of(Alg::RS256, "alg", Json("RSA1_5")), "alg_not_allowed");
  EXPECT_EQ(refusal_of(Alg::RS256, "alg", Json("ECDH-ES")), "key_mismatch");
  EXPECT_EQ(refusal_of(Alg::HS256, "alg", Json("RSA-OAEP")), "key_mismatch");
  EXPECT_EQ(refusal_of(Alg::ES256, "alg", Json("none")), "bad_value");
  EXPECT_EQ(refusal_of(Alg::ES256, "crv", Json("P-384")), "bad_value");
  EXPECT_EQ(refusal_of(Alg::ES256, "crv", Json("secp256k1")), "bad_value");
  EXPECT_EQ(refusal_of(Alg::EdDSA, "crv", Json("X25519")), "bad_value");
  EXPECT_EQ(refusal_of(Alg::ES256, "kty", Json("AKP")), "bad_value");
  EXPECT_EQ(parse_jwk(std::string_view(R"({"kty":"AKP"})")).error().reason, Reason::bad_value);
  EXPECT_EQ(refusal_of(Alg::ES256, "key_ops", Json::array({"deriveKey"})), "key_mismatch");
  EXPECT_EQ(refusal_of(Alg::ES256, "key_ops", Json::array({1})), "malformed");
  EXPECT_EQ(refusal_of(Alg::ES256, "key_ops", Json("sign")), "malformed");
  EXPECT_EQ(refusal_of(Alg::ES256, "key_ops", Json::array({"verify", "verify"})), "malformed");
  EXPECT_EQ(refusal_of(Alg::RS256, "oth", Json::array({Json::object({{"r", "AQAB"}})})), "bad_value");
}

TEST(Jwk, KeyOpsWithoutSignMayOnlyVerify) {
  auto json = private_jwk(sample_key(Alg::ES256));
  json.set("key_ops", Json::array({"verify"}));
  const auto jwk = parse_jwk(base::write_with_secrets(json, false)).value();
  EXPECT_FALSE(jwk.may.sign);
  EXPECT_EQ(signing_key(jwk).error().reason, Reason::key_mismatch);
  EXPECT_TRUE(verify_key(jwk));
}

TEST(Jwk, APublicKeyCannotSign) {
  const auto jwk = parse_jwk(base::write_json(public_jwk(sample_key(Alg::ES256).verify_key()).value())).value();
  EXPECT_EQ(signing_key(jwk).error().reason, Reason::key_mismatch);
}

TEST(Jwk, AMissingKidBecomesTheThumbprintButNeverASecrets) {  // RFC 7638 section 7
  for (const auto alg : kEveryAlg) {
    auto json = private_jwk(sample_key(alg));
    json.erase("kid");
    const auto jwk = parse_jwk(base::write_with_secrets(json, false)).value();
    EXPECT_EQ(verify_key(jwk)->kid(), is_symmetric(alg) ? "" : thumbprint(sample_key(alg)));
  }
}

TEST(Jwk, AlgHasToBeSaidForSymmetricKeysAndBeTheSame) {
  auto json = private_jwk(sample_key(Alg::HS256));
  EXPECT_EQ(verify_key(parse_jwk(base::write_with_secrets(json, false)).value(), Alg::HS512).error().reason,
            Reason::alg_not_allowed);
  json.erase("alg");
  const auto jwk = parse_jwk(base::write_with_secrets(json, false)).value();
  EXPECT_EQ(verify_key(jwk).error().reason, Reason::alg_not_allowed);
  EXPECT_EQ(verify_key(jwk, Alg::HS384)->alg(), Alg::HS384);
  EXPECT_EQ(verify_key(jwk, Alg::RS256).error().reason, Reason::key_mismatch);
}

TEST(Jwk, Cve201715361KeysOfTheRocaGeneratorAreRefused) {
  // The public key of Project Wycheproof's json_web_key_test.json, tcId 7.
  const auto key = parse_jwk(std::string_view(
      R"({"kty":"RSA","e":"AQAB","n":"AanFpofbj7KjD4Lf-N2hVMKR7yewSyXhhbirIMTGpfYEhZ_lnt5UoK98DnKIgArXGTu3MaW_HhFw16HGaTDUHqPrId7fe4r11CqRw09yBFuW79V8sYIwHdzCaWflUI6auImYbVfoN9_nD5n8N8SY9DwXw7mwZM9wREPXoDPgOoIWl6q_MPsp7n0zs3Z5ZaiQWOOzl1S9OhwAfSiiOwz6efnXEaxuTEtPd7BjSx7NaFka8Dx9U7YqXy2RFj1O9PjyaDGuRh7YXsX3iMUSP_wSyHQg_c_qHRtKUsNSGCT7OZg0hzm2KphtjnayKJvC64vAbROBR4Ubg6Bxg9IQVZ-QYyE"})"));
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().reason, Reason::bad_value);
  EXPECT_NE(key.error().what.find("CVE-2017-15361"), std::string::npos);
  EXPECT_TRUE(parse_jwk(vectors::rsa_jwk(vectors::kAloneModulus, "sound")));
}

TEST(Jwk, KeysOfASetThatShareAPrimeAreSkipped) {  // Heninger et al., "Mining Your Ps and Qs", 2012
  const auto first = vectors::rsa_jwk(vectors::kFirstModulus, "first");
  const auto second = vectors::rsa_jwk(vectors::kSecondModulus, "second");
  const auto alone = vectors::rsa_jwk(vectors::kAloneModulus, "alone");
  const auto broken = R"({"kty":"EC","kid":"broken"})";
  const auto read = [](const std::string& keys) { return parse_jwks(R"({"keys":[)" + keys + "]}").value(); };
  const auto set = read(first + "," + alone + "," + broken + "," + second);
  ASSERT_EQ(set.keys.size(), 1U);
  EXPECT_EQ(set.keys[0].kid, "alone");
  ASSERT_EQ(set.skipped.size(), 3U);
  EXPECT_EQ(set.skipped[0].kid, "first");
  EXPECT_EQ(set.skipped[0].index, 0U);
  EXPECT_NE(set.skipped[0].why.find("prime factor"), std::string::npos);
  EXPECT_EQ(set.skipped[1].kid, "broken");
  EXPECT_EQ(set.skipped[2].kid, "second");
  EXPECT_EQ(set.skipped[2].index, 3U);
  // Each by itself is like any other key, and one key may stand in a set under two names.
  EXPECT_EQ(read(first + "," + alone).keys.size(), 2U);
  EXPECT_EQ(read(second).keys.size(), 1U);
  EXPECT_EQ(read(first + "," + vectors::rsa_jwk(vectors::kFirstModulus, "again")).keys.size(), 2U);
}

TEST(Jwk, DamagedTextsHaveTheirReason) {
  const std::pair<std::string, Reason> texts[] = {
      {"", Reason::malformed},
      {"[]", Reason::malformed},
      {"null", Reason::malformed},
      {"{}", Reason::malformed},
      {R"({"kty":1})", Reason::malformed},
      {R"({"kty":"EC","kty":"RSA"})", Reason::duplicate_member},
      {"\"" + std::string(std::size_t{1} << 20, 'x') + "\"", Reason::too_large},
  };
  for (const auto& [text, reason] : texts) {
    EXPECT_EQ(parse_jwk(text).error().reason, reason);
    EXPECT_EQ(parse_jwk(secret(text)).error().reason, reason);
  }
  for (const auto* text : {"{}", "[]", R"({"keys":{}})", R"({"keys":null})", R"([{"kty":"oct"}])"}) {
    EXPECT_EQ(parse_jwks(std::string_view(text)).error().reason, Reason::malformed) << text;
  }
  EXPECT_TRUE(parse_jwks(std::string_view(R"({"keys":[]})")));
}

TEST(Jwk, ErrorsAndSkippedEntriesNeverQuoteASecret) {
  const auto set = parse_jwks(secret(R"({"keys":[{"kty":"oct","kid":"a","k":"c2VjcmV0=="},5,{"kid":7}]})")).value();
  ASSERT_EQ(set.skipped.size(), 3U);
  EXPECT_EQ(set.skipped[0].kid, "a");
  EXPECT_EQ(set.skipped[0].why.find("c2Vj"), std::string::npos);
  EXPECT_EQ(set.skipped[2].index, 2U);
  EXPECT_EQ(set.skipped[2].kid, "");
}

}  // namespace
}  // namespace jwtkeep::jose
