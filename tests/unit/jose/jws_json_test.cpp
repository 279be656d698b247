// The JSON forms of a signed token (RFC 7515 section 7.2): shapes that are refused, and which signatures have to hold.
#include "jwtkeep/jose/jws_json.hpp"

#include <gtest/gtest.h>

#include <array>

#include "jws_sample.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;
using base::Reason;

const SigningKey& hs() { return sample_key(Alg::HS256); }
const SigningKey& es() { return sample_key(Alg::ES256); }
const SigningKey& stranger() {
  static const auto key = SigningKey::make("stranger", Alg::HS256, secret(std::string(32, 's'))).value();
  return key;
}

/// Knows `hs()` and `es()`, by alg, as both have one kid.
base::Result<VerifyKey> two_keys(const JwsHeader& header) {
  if (header.kid() == "stranger") return base::fail(Reason::key_unknown, "no such key");
  return header.alg_name() == "ES256" ? es().verify_key() : hs().verify_key();
}

std::string general(std::vector<JwsJsonSigner> signers) {
  return sign_general(signers, base::as_bytes("payload")).value();
}

std::string verdict(const std::string& token, SignatureRule rule, std::size_t min_signers = 1) {
  auto policy = lenient_jws();
  policy.signatures = rule;
  policy.min_signers = min_signers;
  return reason_of(verify_payload(token, two_keys, policy));
}

/// The token with one character of its n-th signature exchanged.
std::string spoil(const std::string& token, std::size_t n) {
  auto json = base::parse_json(token).value();
  auto signature = *(*json.find("signatures")->items())[n].find("signature")->string();
  signature[3] = signature[3] == 'A' ? 'B' : 'A';
  auto entries = *json.find("signatures")->items();
  entries[n].set("signature", signature);
  json.set("signatures", Json(entries));
  return base::write_json(json);
}

constexpr std::string_view kProtected = R"({"alg":"HS256"})";
const std::string kEncoded = base::base64url_encode(base::as_bytes(kProtected));
std::string signature_of_qq() { return sign_text(hs(), kEncoded + ".QQ"); }

constexpr std::string_view kOdd("pay\0load\xff", 9);

TEST(JwsJson, ItsPayloadComesOutOnlyByItsKey) {
  for (const auto alg : kEveryAlg) {
    const auto& key = sample_key(alg);
    const std::array signers{JwsJsonSigner{key, Json::object({{"x", 1}}), Json::object({{"note", "n"}})}};
    for (const auto& token : {sign_flattened(signers[0], base::as_bytes(kOdd)).value(),
                              sign_general(signers, base::as_bytes(kOdd)).value()}) {
      const auto verified = verify_payload(token, key.verify_key(), lenient_jws());
      ASSERT_TRUE(verified) << verified.error().what;
      EXPECT_EQ(base::as_text(verified->bytes()), kOdd);
      ASSERT_EQ(verified->signatures().size(), 1U);
      EXPECT_EQ(verified->first().alg, alg);
      EXPECT_EQ(verified->first().kid, "sample");
      EXPECT_EQ(base::write_json(verified->first().header.protected_part()),
                R"({"alg":")" + std::string(name(alg)) + R"(","kid":"sample","x":1})");
      EXPECT_EQ(*verified->first().header.json().find("note")->string(), "n");
      for (const auto other : kEveryAlg) {
        if (other == alg) continue;
        EXPECT_EQ(jws_refusal(token, sample_key(other).verify_key()), "alg_not_allowed");
      }
    }
  }
}

TEST(JwsJson, ItIsTakenOnlyWherePolicyAllowsIt) {
  const auto token = sign_flattened({hs()}, base::as_bytes("payload")).value();
  auto policy = lenient_jws();
  policy.allow_json = false;
  const auto refused = verify_payload(token, hs().verify_key(), policy);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::malformed);
  EXPECT_NE(refused.error().what.find("JSON"), std::string::npos);
  EXPECT_EQ(refusal(sign_flattened({hs()}, base::as_bytes(R"({"exp":1800001800})")).value(), hs().verify_key()),
            "malformed");  // RFC 7519 section 3: a JWT is compact
}

TEST(JwsJson, Rfc7515Section721ShapesThatAreMalformed) {
  const auto sig = signature_of_qq();
  const auto good = R"("payload":"QQ","protected":")" + kEncoded + R"(","signature":")" + sig + "\"";
  ASSERT_EQ(jws_refusal("{" + good + "}", hs().verify_key()), "none");
  EXPECT_EQ(jws_refusal("{" + good + R"(,"unknown":[1,{}],"kid":7})", hs().verify_key()), "none");  // section 7.2
  EXPECT_EQ(jws_refusal("{" + good + R"(,"header":{}})", hs().verify_key()), "none");
  const auto entry = R"({"protected":")" + kEncoded + R"(","signature":")" + sig + "\"}";
  ASSERT_EQ(jws_refusal(R"({"payload":"QQ","signatures":[)" + entry + "]}", hs().verify_key()), "none");
  const std::vector<std::string> bad = {
      "{}",
      "{",
      "{}x",
      "{" + good + "}x",
      "{" + good + "}}",
      "{" + good + "}{}",
      " {" + good + "}",
      "[{" + good + "}]",
      R"({"protected":")" + kEncoded + R"(","signature":")" + sig + "\"}",  // no payload
      R"({"payload":"QQ","protected":")" + kEncoded + "\"}",                // no signature
      R"({"payload":"QQ","signature":")" + sig + "\"}",                     // no header: no alg
      R"({"payload":1,"protected":")" + kEncoded + R"(","signature":")" + sig + "\"}",
      R"({"payload":null,"protected":")" + kEncoded + R"(","signature":")" + sig + "\"}",
      R"({"payload":"QQ","protected":{"alg":"HS256"},"signature":")" + sig + "\"}",
      R"({"payload":"QQ","protected":"","header":{"alg":"HS256"},"signature":")" + sig + "\"}",
      R"({"payload":"QQ","protected":")" + kEncoded + R"(","signature":null})",
      R"({"payload":"QQ","protected":")" + kEncoded + R"(","signature":[")" + sig + "\"]}",
      "{" + good + R"(,"header":[]})",
      "{" + good + R"(,"header":null})",
      "{" + good + R"(,"header":"x"})",
      "{" + good + R"(,"header":{"kid":1}})",
      "{" + good + R"(,"header":{"typ":1}})",
      R"({"payload":"QQ=","protected":")" + kEncoded + R"(","signature":")" + sig + "\"}",
      R"({"payload":"QR","protected":")" + kEncoded + R"(","signature":")" + sig + "\"}",  // trailing bits
      R"({"payload":"QQ","protected":")" + kEncoded + R"(=","signature":")" + sig + "\"}",
      R"({"payload":"QQ","protected":")" + kEncoded + R"(","signature":")" + sig + "=\"}",
      R"({"payload":"QQ","signatures":[]})",
      R"({"payload":"QQ","signatures":{}})",
      R"({"payload":"QQ","signatures":1})",
      R"({"payload":"QQ","signatures":null})",
      R"({"payload":"QQ","signatures":[1]})",
      R"({"payload":"QQ","signatures":[null]})",
      R"({"payload":"QQ","signatures":[{}]})",
      R"({"payload":"QQ","signatures":[)" + entry + ",[]]}",
      R"({"signatures":[)" + entry + "]}"};
  for (const auto& token : bad) EXPECT_EQ(jws_refusal(token, hs().verify_key()), "malformed") << token;
}

TEST(JwsJson, Rfc7515Section4DuplicateMembersAreRefused) {
  const auto key = hs().verify_key();
  EXPECT_EQ(jws_refusal(forge_flattened(hs(), R"({"alg":"HS256"})", R"({"alg":"HS256"})", "QQ"), key),
            "duplicate_member");
  EXPECT_EQ(jws_refusal(forge_flattened(hs(), R"({"alg":"HS256","kid":"sample"})", R"({"kid":"sample"})", "QQ"), key),
            "duplicate_member");
  EXPECT_EQ(jws_refusal(forge_flattened(hs(), R"({"alg":"HS256"})", R"({"a":1,"a":1})", "QQ"), key),
            "duplicate_member");
  EXPECT_EQ(jws_refusal(forge_flattened(hs(), R"({"alg":"HS256","alg":"HS256"})", "", "QQ"), key), "duplicate_member");
  auto twice = forge_flattened(hs(), R"({"alg":"HS256"})", "", "QQ");
  twice.insert(1, R"("payload":"QQ",)");
  EXPECT_EQ(jws_refusal(twice, key), "duplicate_member");
}

TEST(JwsJson, Rfc7515Section722OneFormAtATime) {
  const auto sig = signature_of_qq();
  const auto entry = R"({"protected":")" + kEncoded + R"(","signature":")" + sig + "\"}";
  for (const auto& extra :
       {R"("protected":")" + kEncoded + "\"", R"("signature":")" + sig + "\"", std::string(R"("header":{})")}) {
    EXPECT_EQ(jws_refusal(R"({"payload":"QQ",)" + extra + R"(,"signatures":[)" + entry + "]}", hs().verify_key()),
              "malformed")
        << extra;
  }
}

TEST(JwsJson, Rfc7516Section9EncryptedTokensAreToldApart) {
  const auto sig = signature_of_qq();
  const auto good = R"({"payload":"QQ","protected":")" + kEncoded + R"(","signature":")" + sig + "\"";
  for (const auto& token :
       {std::string(R"({"protected":"e30","iv":"QQ","ciphertext":"QQ","tag":"QQ","encrypted_key":"QQ"})"),
        std::string(R"({"protected":"e30","recipients":[{}],"iv":"QQ","ciphertext":"","tag":"QQ"})"),
        good + R"(,"ciphertext":"QQ"})", good + R"(,"recipients":[]})", good + R"(,"encrypted_key":""})",
        std::string("eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..QQ.QQ.QQ")}) {
    const auto parsed = verify_payload(token, hs().verify_key(), lenient_jws());
    ASSERT_FALSE(parsed) << token;
    EXPECT_EQ(parsed.error().reason, Reason::malformed);
    EXPECT_NE(parsed.error().hint.find("decrypt"), std::string::npos) << token;
  }
}

TEST(JwsJson, AnAlgThatNobodyProtectsIsTakenOnlyWhereThatIsWritten) {
  const auto token = forge_flattened(hs(), "", R"({"alg":"HS256","kid":"sample"})", "QQ");
  EXPECT_EQ(jws_refusal(token, hs().verify_key()), "alg_not_allowed");
  auto policy = lenient_jws();
  policy.allow_unprotected_alg = true;
  EXPECT_EQ(reason_of(verify_payload(token, hs().verify_key(), policy)), "none");
  // It is compared all the same: the key owns its alg.
  for (const auto* alg : {"none", "HS512", "ES256", ""}) {
    const auto other = forge_flattened(hs(), "", R"({"alg":")" + std::string(alg) + R"("})", "QQ");
    EXPECT_EQ(reason_of(verify_payload(other, hs().verify_key(), policy)), "alg_not_allowed") << alg;
  }
}

TEST(JwsJson, SeveralSignaturesNeedARule) {
  const auto both = general({{hs()}, {es()}});
  EXPECT_EQ(verdict(both, SignatureRule::only_one), "malformed");
  EXPECT_EQ(verdict(both, SignatureRule::any), "none");
  EXPECT_EQ(verdict(both, SignatureRule::all), "none");
  EXPECT_EQ(verdict(both, SignatureRule::all, 2), "none");
  EXPECT_EQ(verdict(both, SignatureRule::all, 3), "bad_signature");
  for (const auto n : {0U, 1U}) {
    EXPECT_EQ(verdict(spoil(both, n), SignatureRule::any), "none");
    EXPECT_EQ(verdict(spoil(both, n), SignatureRule::any, 2), "bad_signature");
    EXPECT_EQ(verdict(spoil(both, n), SignatureRule::all), "bad_signature");
  }
  EXPECT_EQ(verdict(spoil(spoil(both, 0), 1), SignatureRule::any), "bad_signature");
}

TEST(JwsJson, SignaturesThatAStrangerMadeCountForNothing) {
  const auto joined = general({{stranger()}, {es()}});
  EXPECT_EQ(verdict(joined, SignatureRule::any), "none");
  EXPECT_EQ(verdict(joined, SignatureRule::all), "key_unknown");
  EXPECT_EQ(verdict(general({{stranger()}}), SignatureRule::any), "key_unknown");
  auto policy = lenient_jws();
  policy.signatures = SignatureRule::any;
  const auto verified = verify_payload(joined, two_keys, policy).value();
  ASSERT_EQ(verified.signatures().size(), 1U);  // the stranger's is not among what held
  EXPECT_EQ(verified.first().alg, Alg::ES256);
  policy.algs = {Alg::HS256};
  EXPECT_EQ(reason_of(verify_payload(joined, two_keys, policy)), "alg_not_allowed");
}

TEST(JwsJson, ASignatureThatWasTakenAwayIsMissedByMinSigners) {
  const auto both = general({{hs()}, {es()}});
  auto json = base::parse_json(both).value();
  json.set("signatures", Json::array({(*json.find("signatures")->items())[0]}));
  const auto stripped = base::write_json(json);
  EXPECT_EQ(verdict(stripped, SignatureRule::all), "none");
  EXPECT_EQ(verdict(stripped, SignatureRule::all, 2), "bad_signature");
}

TEST(JwsJson, OneKeyIsOneSignerHoweverOftenItSigned) {
  // Two headers, and for ECDSA even one header twice, give different signatures of one key.
  for (const auto& token : {general({{hs()}, {hs(), Json::object({{"x", 1}})}}), general({{es()}, {es()}})}) {
    EXPECT_EQ(verdict(token, SignatureRule::all), "none");
    EXPECT_EQ(verdict(token, SignatureRule::any, 2), "bad_signature");
  }
}

TEST(JwsJson, OneSignatureTwiceIsRefused) {
  auto json = base::parse_json(general({{hs()}})).value();
  const auto entry = (*json.find("signatures")->items())[0];
  auto renamed = entry;
  renamed.set("header", Json::object({{"x", 1}}));
  for (const auto& second : {entry, renamed}) {
    json.set("signatures", Json::array({entry, second}));
    EXPECT_EQ(verdict(base::write_json(json), SignatureRule::any), "malformed");
  }
}

TEST(JwsJson, AnExtensionOfAnotherSignatureSpoilsOnlyThat) {
  const std::vector<JwsJsonSigner> signers{{hs(), Json::object({{"tenant", 1}})},
                                           {es(), Json::object({{"tenant", 1}})}};
  auto json = base::parse_json(sign_general(signers, base::as_bytes("payload"), {.crit = {"tenant"}}).value()).value();
  EXPECT_EQ(verdict(base::write_json(json), SignatureRule::any), "crit_unsupported");
  const auto plain = base::parse_json(general({{es()}})).value();
  json.set("signatures",
           Json::array({(*json.find("signatures")->items())[0], (*plain.find("signatures")->items())[0]}));
  EXPECT_EQ(verdict(base::write_json(json), SignatureRule::any), "none");
  EXPECT_EQ(verdict(base::write_json(json), SignatureRule::all), "crit_unsupported");
}

TEST(JwsJson, SizeAndNumberOfSignaturesAreBounded) {
  std::vector<JwsJsonSigner> signers;
  for (int i = 0; i < 17; ++i) signers.push_back({hs(), Json::object({{"x", i}})});
  const auto many = general(signers);
  EXPECT_EQ(verdict(many, SignatureRule::all), "too_large");
  signers.pop_back();
  EXPECT_EQ(verdict(general(signers), SignatureRule::all), "none");
  auto policy = lenient_jws();
  const auto token = sign_flattened({hs()}, {}).value();
  policy.limits.size_bytes = token.size();
  EXPECT_EQ(reason_of(verify_payload(token, hs().verify_key(), policy)), "none");
  --policy.limits.size_bytes;
  EXPECT_EQ(reason_of(verify_payload(token, hs().verify_key(), policy)), "too_large");
}

TEST(JwsJson, NestingIsBounded) {
  const auto deep = std::string(5000, '[') + std::string(5000, ']');
  EXPECT_EQ(jws_refusal(R"({"payload":"QQ","x":)" + deep + "}", hs().verify_key()), "malformed");
  EXPECT_EQ(jws_refusal(forge_flattened(hs(), R"({"alg":"HS256"})", R"({"x":)" + deep + "}", "QQ"), hs().verify_key()),
            "malformed");
}

TEST(JwsJson, SignersAreRefusedWhatReadersWouldRefuse) {
  const auto refused = [](const JwsJsonSigner& signer) {
    const auto made = sign_flattened(signer, base::as_bytes("x"));
    return made ? "none" : std::string(base::word(made.error().reason));
  };
  for (const auto* taken : {"alg", "crit", "b64"}) {
    EXPECT_EQ(refused({hs(), Json::object({{taken, "x"}})}), "bad_value") << taken;
    EXPECT_EQ(refused({hs(), {}, Json::object({{taken, "x"}})}), "bad_value") << taken;
  }
  EXPECT_EQ(refused({hs(), Json::object({{"x", 1}}), Json::object({{"x", 1}})}), "bad_value");
  EXPECT_EQ(refused({hs(), {}, Json::object({{"kid", "other"}})}), "bad_value");  // the key's kid is protected
  EXPECT_EQ(refused({nameless(Alg::HS256), {}, Json::object({{"kid", "sample"}})}), "none");
  EXPECT_EQ(refused({nameless(Alg::HS256), {}, Json::object({{"kid", 1}})}), "bad_value");
  EXPECT_EQ(refused({nameless(Alg::HS256), {}, Json::object({{"kid", "\xff"}})}), "bad_value");
  EXPECT_EQ(refused({hs(), {}, Json("x")}), "bad_value");
  EXPECT_EQ(refused({hs(), {}, Json::object({{"x", Json(secret("hidden"))}})}), "bad_value");
  EXPECT_EQ(sign_general({}, {}).error().reason, Reason::bad_value);
  const std::vector<JwsJsonSigner> twice{{hs()}, {hs()}};
  EXPECT_EQ(sign_general(twice, {}).error().reason, Reason::bad_value);
}

}  // namespace
}  // namespace jwtkeep::jose
