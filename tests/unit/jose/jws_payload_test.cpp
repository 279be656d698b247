// Payloads that are not JWT: bytes in a token, bytes apart (RFC 7515 appendix F), bytes as they are (RFC 7797).
#include <gtest/gtest.h>

#include <array>

#include "jws_sample.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;
using base::Reason;

const SigningKey& hs() { return sample_key(Alg::HS256); }

JwsPolicy with_unencoded() {
  auto policy = lenient_jws();
  policy.allow_unencoded = true;
  return policy;
}

/// The three forms of one payload.
std::vector<std::string> forms(const SigningKey& key, std::string_view payload, const SignOptions& options) {
  const std::array signers{JwsJsonSigner{key}};
  return {sign_compact(key, {}, base::as_bytes(payload), options).value(),
          sign_flattened(signers[0], base::as_bytes(payload), options).value(),
          sign_general(signers, base::as_bytes(payload), options).value()};
}

std::string detached_verdict(const std::string& token, std::string_view payload, const VerifyKey& key,
                             const JwsPolicy& policy = with_unencoded()) {
  return reason_of(verify_detached(token, base::as_bytes(payload), key, policy));
}

TEST(JwsPayload, AnyBytesComeBackToTheirKeyAlone) {
  const std::string payload("\0\xff not JSON \n.", 14);
  for (const auto alg : kEveryAlg) {
    const auto key = sample_key(alg).verify_key();
    for (const auto& token : forms(sample_key(alg), payload, {})) {
      const auto verified = verify_payload(token, key, lenient_jws());
      ASSERT_TRUE(verified) << verified.error().what;
      EXPECT_EQ(base::as_text(verified->bytes()), payload);
      EXPECT_EQ(verified->first().alg, alg);
    }
  }
  EXPECT_EQ(
      base::as_text(verify_payload(sign_compact(hs(), {}, {}).value(), hs().verify_key(), lenient_jws())->bytes()), "");
}

TEST(JwsPayload, APolicyThatSaysTooLittleTakesNothing) {
  const auto token = sign_compact(hs(), {}, base::as_bytes("x")).value();
  const auto asked = [&](const JwsPolicy& policy) {
    return reason_of(verify_payload(token, hs().verify_key(), policy));
  };
  EXPECT_EQ(asked({}), "bad_value");
  EXPECT_EQ(asked({.algs = {Alg::HS256}}), "bad_value");
  EXPECT_EQ(asked({.allow_any_type = true}), "bad_value");
  EXPECT_EQ(asked({.algs = {Alg::HS256}, .type = "x", .allow_any_type = true}), "bad_value");
  EXPECT_EQ(asked({.algs = {Alg::HS256}, .allow_any_type = true, .min_signers = 0}), "bad_value");
  EXPECT_EQ(asked({.algs = {Alg::HS256}, .allow_any_type = true, .min_signers = 2}), "bad_value");
  EXPECT_EQ(asked({.algs = {Alg::ES256}, .allow_any_type = true}), "alg_not_allowed");
  EXPECT_EQ(asked({.algs = {Alg::HS256}, .allow_any_type = true}), "none");
}

TEST(JwsPayload, Rfc8725Section311TypIsExplicitAndProtected) {
  JwsPolicy policy{.algs = {Alg::HS256}, .type = "statement+jws", .allow_json = true};
  const auto asked = [&](const std::string& token) {
    return reason_of(verify_payload(token, hs().verify_key(), policy));
  };
  const auto typed = [](const char* typ) { return Json::object({{"typ", typ}}); };
  EXPECT_EQ(asked(sign_compact(hs(), typed("statement+jws"), {}).value()), "none");
  EXPECT_EQ(asked(sign_compact(hs(), typed("application/Statement+JWS"), {}).value()), "none");
  EXPECT_EQ(asked(sign_compact(hs(), typed("JWT"), {}).value()), "wrong_type");
  EXPECT_EQ(asked(sign_compact(hs(), {}, {}).value()), "wrong_type");
  EXPECT_EQ(asked(sign_flattened({hs(), {}, typed("statement+jws")}, {}).value()), "wrong_type");
  policy.type = "JWT";  // here, as nobody but the writer chose the type, even that has to be there
  EXPECT_EQ(asked(sign_compact(hs(), {}, {}).value()), "wrong_type");
}

TEST(JwsPayload, Cve20180114KeysInTheHeaderAreNeverUsed) {  // RFC 8725 sections 3.5 and 3.10
  const auto attacker =
      SigningKey::make("sample", Alg::ES256, crypto::PrivateKey::generate(crypto::KeyKind::ec_p256).value()).value();
  const auto jwk = base::write_json(public_jwk(attacker.verify_key()).value());
  const auto victim = sample_key(Alg::ES256).verify_key();
  for (const auto& [name, value] :
       {std::pair{"jwk", jwk}, std::pair{"jku", std::string(R"("https://evil.example/jwks.json")")},
        std::pair{"x5u", std::string(R"("https://evil.example/cert.pem")")},
        std::pair{"x5c", std::string(R"(["MIIB"])")}, std::pair{"x5t", std::string(R"("AAAA")")},
        std::pair{"x5t#S256", std::string(R"("AAAA")")}, std::pair{"jwk", std::string(R"("not even a key")")}}) {
    SCOPED_TRACE(name);
    const auto extra = "\"" + std::string(name) + "\":" + value;
    const auto header = R"({"alg":"ES256",)" + extra + "}";
    const auto unprotected = "{" + extra + "}";
    EXPECT_EQ(jws_refusal(forge(attacker, header, "x"), victim), "bad_signature");
    EXPECT_EQ(jws_refusal(forge_flattened(attacker, header, "", "QQ"), victim), "bad_signature");
    EXPECT_EQ(jws_refusal(forge_flattened(attacker, R"({"alg":"ES256"})", unprotected, "QQ"), victim), "bad_signature");
    // They do no harm in a token that the right key made.
    EXPECT_EQ(jws_refusal(forge_flattened(sample_key(Alg::ES256), header, "", "QQ"), victim), "none");
  }
}

TEST(JwsPayload, Cve20159235AndCve201610555NoneAndConfusionAreRefusedInEveryForm) {
  const auto rsa = sample_key(Alg::RS256).verify_key();
  const auto attacker = SigningKey::make("sample", Alg::HS256, secret(rsa.public_key()->to_pem())).value();
  for (const auto& token : forms(attacker, "x", {})) EXPECT_EQ(jws_refusal(token, rsa), "alg_not_allowed");
  for (const auto* none : {"none", "None", "NONE", "nOnE", ""}) {
    const auto header = R"({"alg":")" + std::string(none) + R"("})";
    for (const auto alg : kEveryAlg) {
      const auto& key = sample_key(alg);
      EXPECT_EQ(jws_refusal(forge_flattened(key, header, "", "QQ"), key.verify_key()), "alg_not_allowed");
      EXPECT_EQ(jws_refusal(R"({"payload":"QQ","protected":")" + base::base64url_encode(base::as_bytes(header)) +
                                R"(","signature":""})",
                            key.verify_key()),
                "alg_not_allowed");
    }
  }
}

TEST(JwsPayload, Rfc7515AppendixFDetached) {
  for (const auto alg : kEveryAlg) {
    const auto key = sample_key(alg).verify_key();
    for (const auto unencoded : {false, true}) {
      const std::string payload("a.b\0\xff", 5);
      for (const auto& token : forms(sample_key(alg), payload, {.detached = true, .unencoded = unencoded})) {
        EXPECT_EQ(token.find(base::base64url_encode(base::as_bytes(payload))), std::string::npos);
        const auto verified = verify_detached(token, base::as_bytes(payload), key, with_unencoded());
        ASSERT_TRUE(verified) << verified.error().what;
        EXPECT_EQ(base::as_text(verified->bytes()), payload);
        EXPECT_EQ(detached_verdict(token, payload + "x", key), "bad_signature");
        EXPECT_EQ(detached_verdict(token, "", key), "bad_signature");
        EXPECT_NE(reason_of(verify_payload(token, key, with_unencoded())), "none");
      }
    }
  }
}

TEST(JwsPayload, ATokenWithAPayloadTakesNoOther) {
  for (const auto& token : forms(hs(), "inside", {})) {
    const auto verified = verify_detached(token, base::as_bytes("inside"), hs().verify_key(), lenient_jws());
    ASSERT_FALSE(verified);
    EXPECT_EQ(verified.error().reason, Reason::malformed);
    EXPECT_NE(verified.error().what.find("apart"), std::string::npos);
  }
  const auto none = sign_flattened({hs()}, base::as_bytes("x"), {.detached = true}).value();
  const auto missed = verify_payload(none, hs().verify_key(), lenient_jws());
  ASSERT_FALSE(missed);
  EXPECT_EQ(missed.error().reason, Reason::malformed);
  EXPECT_NE(missed.error().hint.find("apart"), std::string::npos);
}

TEST(JwsPayload, Rfc7797IsTakenOnlyWherePolicyAllowsIt) {
  for (const auto& token : forms(hs(), "$02", {.unencoded = true})) {
    EXPECT_EQ(jws_refusal(token, hs().verify_key()), "crit_unsupported");
    const auto verified = verify_payload(token, hs().verify_key(), with_unencoded());
    ASSERT_TRUE(verified) << verified.error().what;
    EXPECT_EQ(base::as_text(verified->bytes()), "$02");
    EXPECT_TRUE(verified->first().header.is_unencoded());
  }
}

TEST(JwsPayload, Rfc7797Sections3And6B64IsProtectedAndCritical) {
  const auto asked = [&](std::string_view header, std::string_view unprotected = "") {
    return reason_of(
        verify_payload(forge_flattened(hs(), header, unprotected, "QQ"), hs().verify_key(), with_unencoded()));
  };
  EXPECT_EQ(asked(R"({"alg":"HS256","b64":false,"crit":["b64"]})"), "none");
  EXPECT_EQ(asked(R"({"alg":"HS256","b64":true,"crit":["b64"]})"), "none");
  EXPECT_EQ(asked(R"({"alg":"HS256","b64":false})"), "malformed");
  EXPECT_EQ(asked(R"({"alg":"HS256","b64":true})"), "malformed");
  EXPECT_EQ(asked(R"({"alg":"HS256"})", R"({"b64":false})"), "malformed");
  EXPECT_EQ(asked(R"({"alg":"HS256","crit":["b64"]})", R"({"b64":false})"), "malformed");
  for (const auto* value : {"0", "null", "\"false\"", "[]", "{}"}) {
    EXPECT_EQ(asked(R"({"alg":"HS256","crit":["b64"],"b64":)" + std::string(value) + "}"), "malformed") << value;
  }
}

TEST(JwsPayload, Rfc7797Section3SignaturesMustNotDifferInB64) {
  const auto encoded = base::parse_json(sign_flattened({hs()}, base::as_bytes("x")).value()).value();
  const auto plain = base::parse_json(sign_flattened({hs()}, base::as_bytes("x"), {.unencoded = true}).value()).value();
  const auto entry = [](const Json& token) {
    return Json::object({{"protected", *token.find("protected")}, {"signature", *token.find("signature")}});
  };
  auto token = Json::object({{"payload", "eA"}, {"signatures", Json::array({entry(encoded), entry(plain)})}});
  auto policy = with_unencoded();
  policy.signatures = SignatureRule::any;
  EXPECT_EQ(reason_of(verify_payload(base::write_json(token), hs().verify_key(), policy)), "malformed");
}

TEST(JwsPayload, Rfc7797Section52CompactPayloadsArePrintableWithoutADot) {
  const auto header = base::base64url_encode(base::as_bytes(R"({"alg":"HS256","b64":false,"crit":["b64"]})"));
  const auto asked = [&](const std::string& payload) {
    const auto input = header + "." + payload;
    return reason_of(verify_payload(input + "." + sign_text(hs(), input), hs().verify_key(), with_unencoded()));
  };
  for (int c = 0; c < 256; ++c) {
    const std::string payload = {'a', static_cast<char>(c), 'b'};
    const bool fits = c >= 0x20 && c <= 0x7e && c != '.';
    EXPECT_EQ(asked(payload), fits ? "none" : "malformed") << c;
    const auto made = sign_compact(hs(), {}, base::as_bytes(payload), {.unencoded = true});
    EXPECT_EQ(made.has_value(), fits) << c;
    EXPECT_TRUE(fits || made.error().reason == Reason::bad_value);
    EXPECT_TRUE(sign_compact(hs(), {}, base::as_bytes(payload), {.detached = true, .unencoded = true}));
  }
}

TEST(JwsPayload, Rfc7797Section53JsonPayloadsAreUtf8) {
  const std::string odd("\x01\"\\/\x7f\xc3\xa9.\xf0\x9f\x94\x91\0z", 14);
  const auto token = sign_flattened({hs()}, base::as_bytes(odd), {.unencoded = true}).value();
  const auto verified = verify_payload(token, hs().verify_key(), with_unencoded());
  ASSERT_TRUE(verified) << verified.error().what;
  EXPECT_EQ(base::as_text(verified->bytes()), odd);  // whichever way the string is escaped
  EXPECT_EQ(sign_flattened({hs()}, base::as_bytes("\xff"), {.unencoded = true}).error().reason, Reason::bad_value);
  EXPECT_TRUE(sign_flattened({hs()}, base::as_bytes("\xff"), {.detached = true, .unencoded = true}));
}

TEST(JwsPayload, B64MovesNoSignatureFromOnePayloadToAnother) {
  // One signing input, read in two ways: with b64 the payload is "QQ", without it "A" (RFC 7797 section 8).
  const auto plain = sign_compact(hs(), {}, base::as_bytes("QQ"), {.unencoded = true}).value();
  const auto encoded = sign_compact(hs(), {}, base::as_bytes("A")).value();
  const auto header = [](const std::string& token) { return token.substr(0, token.find('.')); };
  const auto rest = [](const std::string& token) { return token.substr(token.find('.')); };
  EXPECT_EQ(reason_of(verify_payload(header(plain) + rest(encoded), hs().verify_key(), with_unencoded())),
            "bad_signature");
  EXPECT_EQ(reason_of(verify_payload(header(encoded) + rest(plain), hs().verify_key(), with_unencoded())),
            "bad_signature");
}

TEST(JwsPayload, Rfc7797Section7AJwtIsNeverUnencoded) {
  const auto claims_text = R"({"exp":1800001800})";
  for (const auto* b64 : {"false", "true"}) {
    const auto header = R"({"alg":"HS256","crit":["b64"],"b64":)" + std::string(b64) + "}";
    EXPECT_EQ(refusal(forge(hs(), header, claims_text), hs().verify_key()), "crit_unsupported");
  }
  const auto token = sign_compact(hs(), {}, base::as_bytes(claims_text), {.unencoded = true}).value();
  EXPECT_NE(refusal(token, hs().verify_key()), "none");
  EXPECT_EQ(base::write_json(UnverifiedToken::parse(sign_jwt(hs(), claims()).value())->header()),
            R"({"alg":"HS256","kid":"sample","typ":"JWT"})");
}

}  // namespace
}  // namespace jwtkeep::jose
