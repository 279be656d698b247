// Tokens that are signed and then encrypted (RFC 7519 sections 5.2, 5.3 and 11.2), and what must not pass for one.
#include "jwtkeep/jose/nested.hpp"

#include <gtest/gtest.h>

#include "jwe_sample.hpp"
#include "jwtkeep/crypto/random.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;
using base::Reason;

constexpr auto kEnc = Enc::A256GCM;

const DecryptionKey& recipient() {
  static const auto key = sample_decryption_key(JweAlg::ECDH_ES_A256KW);
  return key;
}

const SigningKey& signer() { return sample_key(Alg::ES256); }

base::Result<VerifiedToken> open(std::string_view token, const VerifyPolicy& policy = lenient_policy(),
                                 const DecryptPolicy& decrypt_policy = open_policy()) {
  return decrypt_then_verify(
      token, [](const JweHeader&) -> base::Result<DecryptionKey> { return recipient(); }, decrypt_policy,
      only(signer().verify_key()), policy, kNow);
}

std::string nested_refusal(std::string_view token, const VerifyPolicy& policy = lenient_policy()) {
  const auto opened = open(token, policy);
  return opened ? "none" : std::string(base::word(opened.error().reason));
}

/// Encrypted by anybody who has the recipient's public key.
std::string encrypted(std::string_view text, const Json& extras = Json::object({{"cty", "JWT"}})) {
  return encrypt_compact(recipient().encryption_key(), kEnc, extras, secret(text)).value();
}

std::string signed_token() { return sign_jwt(signer(), claims()).value(); }

TEST(Nested, WhatIsSignedAndEncryptedComesBack) {
  for (const auto alg : {Alg::HS256, Alg::RS256, Alg::EdDSA, Alg::ES512}) {
    for (const auto to : every_jwe_alg()) {
      const auto key = sample_decryption_key(to);
      const auto token = sign_then_encrypt(sample_key(alg), key.encryption_key(), kEnc, claims(), quick());
      ASSERT_TRUE(token) << token.error().what;
      const auto opened = decrypt_then_verify(
          *token, [&](const JweHeader&) -> base::Result<DecryptionKey> { return key; }, open_policy(),
          only(sample_key(alg).verify_key()), lenient_policy(), kNow);
      ASSERT_TRUE(opened) << opened.error().what;
      EXPECT_EQ(opened->claims(), claims());
      EXPECT_EQ(opened->alg(), alg);
    }
  }
}

TEST(Nested, TheOuterHeaderSaysThatItHoldsAToken) {  // RFC 7519 section 5.2
  const auto token = sign_then_encrypt(signer(), recipient().encryption_key(), kEnc, claims()).value();
  EXPECT_EQ(*decrypt(token, recipient(), open_policy())->protected_header().find("cty")->string(), "JWT");
  for (const auto* cty : {"JWT", "jwt", "Jwt", "application/jwt"}) {  // RFC 7515 section 4.1.10
    EXPECT_EQ(nested_refusal(encrypted(signed_token(), Json::object({{"cty", cty}}))), "none") << cty;
  }
  EXPECT_EQ(nested_refusal(encrypted(signed_token(), {})), "wrong_type");
  for (const auto* cty : {"", "JW", "JWTS", "JOSE", "text/plain", "text/jwt", "application/"}) {
    EXPECT_EQ(nested_refusal(encrypted(signed_token(), Json::object({{"cty", cty}}))), "wrong_type") << cty;
  }
  // `typ` is no `cty`, and one that the tag does not cover is none.
  EXPECT_EQ(nested_refusal(encrypted(signed_token(), Json::object({{"typ", "JWT"}}))), "wrong_type");
  JweJsonParts parts;
  parts.unprotected = Json::object({{"cty", "JWT"}});
  const auto unprotected = encrypt_flattened(recipient().encryption_key(), kEnc, parts, secret(signed_token())).value();
  EXPECT_EQ(nested_refusal(unprotected), "wrong_type");
}

TEST(Nested, EncryptionIsNoSignature) {
  const auto bare = base::write_json(claims());
  EXPECT_EQ(nested_refusal(encrypted(bare)), "malformed");
  EXPECT_EQ(nested_refusal(encrypted(bare, Json::object({{"typ", "JWT"}}))), "wrong_type");
  const auto payload = base::base64url_encode(base::as_bytes(bare));
  // {"alg":"none"}
  EXPECT_EQ(nested_refusal(encrypted("eyJhbGciOiJub25lIn0." + payload + ".")), "alg_not_allowed");
  EXPECT_EQ(nested_refusal(encrypted(sign_jwt(sample_key(Alg::HS256), claims()).value())), "alg_not_allowed");
  auto changed = signed_token();
  changed[changed.size() - 10] = changed[changed.size() - 10] == 'A' ? 'B' : 'A';
  EXPECT_EQ(nested_refusal(encrypted(changed)), "bad_signature");
}

TEST(Nested, ASignatureIsNoEncryption) { EXPECT_EQ(nested_refusal(signed_token()), "malformed"); }

TEST(Nested, NothingIsNestedTwice) {
  EXPECT_EQ(nested_refusal(encrypted(encrypted(signed_token()))), "malformed");
  EXPECT_EQ(nested_refusal(encrypted("")), "malformed");
}

// RFC 7519 section 11.2: a signature around what is encrypted is taken off and made anew by
// anybody, so that form is no nested token here.
TEST(Nested, ASignedEncryptedTokenIsRefused) {
  const auto inner = encrypted(base::write_json(claims()));
  const auto outer = sign_compact(signer(), Json::object({{"cty", "JWT"}}), base::as_bytes(inner)).value();
  EXPECT_EQ(nested_refusal(outer), "malformed");
  EXPECT_EQ(refusal(outer, signer().verify_key()), "malformed");
}

TEST(Nested, TheInnerTokensRulesHold) {
  auto old = claims();
  old.set("exp", std::int64_t{1'799'999'000});
  const auto late = sign_then_encrypt(signer(), recipient().encryption_key(), kEnc, old).value();
  EXPECT_EQ(nested_refusal(late), "expired");
  EXPECT_EQ(nested_refusal(encrypted(sign_jwt(signer(), claims(), "at+jwt").value())), "none");
  const auto strict = VerifyPolicy::Builder{}
                          .allow_any_issuer()
                          .audience("orders")
                          .allow_any_type()
                          .allow_any_lifetime()
                          .algs({Alg::ES256})
                          .build()
                          .value();
  // Surreptitious forwarding: whoever gets a signed token can encrypt it to the next; `aud` tells whom it was for.
  auto for_others = claims();
  for_others.set("aud", "billing");
  EXPECT_EQ(nested_refusal(encrypted(sign_jwt(signer(), for_others).value()), strict), "wrong_audience");
  for_others.set("aud", "orders");
  EXPECT_EQ(nested_refusal(encrypted(sign_jwt(signer(), for_others).value()), strict), "none");
}

TEST(Nested, Rfc7519Section53ReplicatedClaimsAreTheSame) {
  auto all = claims();
  all.set("iss", "joe");
  all.set("aud", Json::array({"orders", "billing"}));
  const auto inner = sign_jwt(signer(), all).value();
  const auto with = [&](const char* name, Json value) {
    return nested_refusal(encrypted(inner, Json::object({{"cty", "JWT"}, {name, std::move(value)}})));
  };
  EXPECT_EQ(with("iss", "joe"), "none");
  EXPECT_EQ(with("sub", "alice"), "none");
  EXPECT_EQ(with("aud", Json::array({"orders", "billing"})), "none");
  EXPECT_EQ(with("iss", "mallory"), "wrong_issuer");
  EXPECT_EQ(with("iss", 1), "wrong_issuer");
  EXPECT_EQ(with("aud", "orders"), "wrong_audience");
  EXPECT_EQ(with("aud", Json::array({"billing", "orders"})), "wrong_audience");
  EXPECT_EQ(with("sub", "bob"), "malformed");
  // A claim that the token itself does not make is no replica.
  EXPECT_EQ(nested_refusal(encrypted(signed_token(), Json::object({{"cty", "JWT"}, {"iss", "joe"}}))), "wrong_issuer");
  // Where anybody can write them they are no better.
  JweJsonParts parts;
  parts.protected_extras = Json::object({{"cty", "JWT"}});
  parts.unprotected = Json::object({{"sub", "bob"}});
  EXPECT_EQ(nested_refusal(encrypt_flattened(recipient().encryption_key(), kEnc, parts, secret(inner)).value()),
            "malformed");
}

TEST(Nested, KeysThatAreNotFoundAreTheAnswer) {
  const auto token = sign_then_encrypt(signer(), recipient().encryption_key(), kEnc, claims()).value();
  const auto no_recipient = decrypt_then_verify(
      token, [](const JweHeader&) -> base::Result<DecryptionKey> { return base::fail(Reason::key_retired, "x"); },
      open_policy(), only(signer().verify_key()), lenient_policy(), kNow);
  EXPECT_EQ(no_recipient.error().reason, Reason::key_retired);
  const auto no_signer = decrypt_then_verify(
      token, [](const JweHeader&) -> base::Result<DecryptionKey> { return recipient(); }, open_policy(),
      [](const UnverifiedToken&) -> base::Result<VerifyKey> { return base::fail(Reason::key_unknown, "x"); },
      lenient_policy(), kNow);
  EXPECT_EQ(no_signer.error().reason, Reason::key_unknown);
}

TEST(Nested, WhatTheInnerTokenMayCostIsBounded) {
  auto large = claims();
  // Half of it can be pressed out: what arrives is within the limit of a token's size, what is in it is not.
  large.set("text", base::hex_encode(crypto::random_bytes(std::size_t{28} << 10)));
  auto options = quick();
  options.compress = true;
  const auto token = sign_then_encrypt(signer(), recipient().encryption_key(), kEnc, large, options).value();
  auto policy = open_policy();
  ASSERT_LT(token.size(), policy.limits.size_bytes);
  EXPECT_EQ(open(token, lenient_policy(), policy).error().reason, Reason::too_large);
  policy.inflate.reset();
  EXPECT_EQ(open(token, lenient_policy(), policy).error().reason, Reason::alg_not_allowed);
  policy = open_policy();
  policy.limits.size_bytes = std::size_t{128} << 10;
  const auto opened = open(token, lenient_policy(), policy);
  EXPECT_TRUE(opened) << opened.error().what;
}

}  // namespace
}  // namespace jwtkeep::jose
