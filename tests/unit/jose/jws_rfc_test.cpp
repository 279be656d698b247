// The RFCs' examples of signed tokens in every form: RFC 7515 appendices A and F, RFC 7519, RFC 7520 section 4 and
// RFC 7797 section 4.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

#include "../../vectors/own_vectors.hpp"
#include "../../vectors/shared_vectors.hpp"
#include "jws_sample.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;
using vectors::text;

/// Everything that an example may need.
JwsPolicy taking_all() {
  auto policy = lenient_jws();
  policy.allow_unencoded = true;
  policy.allow_unprotected_alg = true;
  policy.signatures = SignatureRule::any;
  return policy;
}

std::vector<SigningKey> keys_of(const Json& example) {
  std::vector<SigningKey> keys;
  for (const auto& json : *example.find("keys")->items()) {
    const auto jwk = parse_jwk(secret(base::write_json(json)));
    EXPECT_TRUE(jwk) << jwk.error().what;
    // Without a kid in the JWK there is none in the token either.
    const auto named = signing_key(*jwk, alg_from_name(text(json, "alg"))).value();
    const auto kid = text(json, "kid");
    const auto* hidden = named.secret();
    keys.push_back(hidden != nullptr ? SigningKey::make(kid, named.alg(), hidden->clone()).value()
                                     : SigningKey::make(kid, named.alg(), *named.private_key()).value());
  }
  return keys;
}

JwsKeyLookup among(const std::vector<SigningKey>& keys) {
  return [&keys](const JwsHeader& header) -> base::Result<VerifyKey> {
    for (const auto& key : keys) {
      if (name(key.alg()) == header.alg_name()) return key.verify_key();
    }
    return base::fail(base::Reason::key_unknown, "no key of that alg");
  };
}

base::Result<VerifiedPayload> verify_example(const Json& example, const std::string& token,
                                             const std::vector<SigningKey>& keys, const JwsPolicy& policy) {
  const auto* detached = example.find("detached");
  if (detached == nullptr) return verify_payload(token, among(keys), policy);
  return verify_detached(token, base::as_bytes(text(example, "payload")), among(keys), policy);
}

std::vector<std::string> tokens_of(const Json& example) {
  std::vector<std::string> tokens;
  if (const auto& compact = text(example, "compact"); !compact.empty()) tokens.push_back(compact);
  for (const auto* form : {"general", "flattened"}) {
    if (const auto* json = example.find(form)) tokens.push_back(base::write_json(*json));
  }
  return tokens;
}

/// The token, its payload's first character exchanged.
std::string changed(const Json& example, std::string token) {
  const auto payload = text(example, "payload");
  for (const auto& shown : {base::base64url_encode(base::as_bytes(payload)), payload}) {
    const auto at = token.find(shown);
    if (at != std::string::npos) token[at] = token[at] == 'A' ? 'B' : 'A';
  }
  return token;
}

TEST(RfcExamples, EveryTokenHoldsAndNoChangedOneDoes) {
  const auto examples = vectors::load_own("rfc7520_7797_jws.json");
  ASSERT_TRUE(examples) << examples.error().what;
  int run = 0;
  for (const auto& example : *examples->items()) {
    SCOPED_TRACE(text(example, "section") + " " + text(example, "title"));
    const auto keys = keys_of(example);
    for (const auto& token : tokens_of(example)) {
      const auto verified = verify_example(example, token, keys, taking_all());
      ASSERT_TRUE(verified) << verified.error().what << " " << token;
      EXPECT_EQ(base::as_text(verified->bytes()), text(example, "payload"));
      EXPECT_EQ(verified->signatures().size(), keys.size());
      if (example.find("detached") == nullptr) {
        EXPECT_NE(reason_of(verify_example(example, changed(example, token), keys, taking_all())), "none");
      }
      ++run;
    }
  }
  std::printf("rfc7520_7797_jws.json: %d tokens verified\n", run);
  EXPECT_GE(run, 19);
}

TEST(RfcExamples, TheDeterministicOnesAreMadeAgainCharacterByCharacter) {
  const auto examples = vectors::load_own("rfc7520_7797_jws.json").value();
  int made = 0;
  for (const auto& example : *examples.items()) {
    SCOPED_TRACE(text(example, "section") + " " + text(example, "title"));
    const auto* header = example.find("protected");
    const auto keys = keys_of(example);
    if (!*example.find("deterministic")->boolean() || header == nullptr) continue;
    // The kid stands where the example has it.
    const bool protects_kid = header->find("kid") != nullptr;
    const auto& key = keys.front();
    const auto signer =
        protects_kid || key.kid().empty() ? key : SigningKey::make("", key.alg(), key.secret()->clone()).value();
    const SignOptions options{.detached = example.find("detached") != nullptr,
                              .unencoded = header->find("b64") != nullptr};
    const auto* unprotected = example.find("unprotected");
    const std::vector<JwsJsonSigner> signers{{signer, {}, unprotected == nullptr ? Json() : *unprotected}};
    const auto payload = base::as_bytes(text(example, "payload"));
    if (const auto& compact = text(example, "compact"); !compact.empty()) {
      EXPECT_EQ(sign_compact(signer, {}, payload, options).value(), compact);
      ++made;
    }
    const auto same = [](const Json* expected, const std::string& ours) {
      const auto sorted = [](Json json) {
        std::ranges::sort(*json.members(), {}, &Json::Member::first);
        return json;
      };
      EXPECT_EQ(base::write_json(sorted(base::parse_json(ours).value())), base::write_json(sorted(*expected)));
    };
    if (const auto* flattened = example.find("flattened")) {
      same(flattened, sign_flattened(signers[0], payload, options).value());
      ++made;
    }
    if (const auto* general = example.find("general")) {
      same(general, sign_general(signers, payload, options).value());
      ++made;
    }
  }
  std::printf("rfc7520_7797_jws.json: %d tokens made again\n", made);
  EXPECT_GE(made, 15);
}

/// The key of a strangers' example, without kid: some of their tokens name it, some do not.
SigningKey key_of(const Json& input) {
  const auto jwk = parse_jwk(secret(base::write_json(*input.find("key")))).value();
  const auto named = signing_key(jwk, alg_from_name(text(input, "alg"))).value();
  const auto* hidden = named.secret();
  if (hidden != nullptr) return SigningKey::make("", named.alg(), hidden->clone()).value();
  return SigningKey::make("", named.alg(), *named.private_key()).value();
}

// The same signatures as strangers have written them down (panva/jose's cookbook), with others that they know.
TEST(RfcExamples, OfTheSharedFileHold) {
  JWTKEEP_VECTORS(examples, "rfc7520/rfc7520_jws.json");
  int run = 0, left_out = 0;
  for (const auto& example : *examples.items()) {
    const auto& title = text(example, "title");
    SCOPED_TRACE(title);
    const auto& input = *example.find("input");
    std::vector<std::string> tokens;
    const auto& output = *example.find("output");
    if (output.find("compact") != nullptr) tokens.push_back(text(output, "compact"));
    for (const auto* form : {"json", "json_flat"}) tokens.push_back(base::write_json(*output.find(form)));
    if (!alg_from_name(text(input, "alg"))) {
      EXPECT_EQ(text(input, "alg").substr(0, 7), "ML-DSA-");
      std::printf("left out %s: ML-DSA is no algorithm of this library, nor of OpenSSL 3.0\n", title.c_str());
      for (const auto& token : tokens) {
        EXPECT_EQ(reason_of(verify_payload(token, sample_key(Alg::ES256).verify_key(), taking_all())),
                  "alg_not_allowed");
      }
      ++left_out;
      continue;
    }
    const auto key = key_of(input).verify_key();
    for (const auto& token : tokens) {
      const auto verified = verify_payload(token, key, taking_all());
      ASSERT_TRUE(verified) << verified.error().what << " " << token;
      EXPECT_EQ(base::as_text(verified->bytes()), text(input, "payload"));
    }
    ++run;
  }
  std::printf("rfc7520/rfc7520_jws.json: %d examples run, %d left out\n", run, left_out);
  EXPECT_EQ(run, 8);
  EXPECT_EQ(left_out, 3);
}

TEST(Rfc7520, Section46And47HeadersThatNothingProtectsAreTakenOnlyWhereThatIsWritten) {
  const auto examples = vectors::load_own("rfc7520_7797_jws.json").value();
  for (const auto& example : *examples.items()) {
    if (text(example, "section") != "RFC 7520 section 4.7") continue;
    auto policy = taking_all();
    policy.allow_unprotected_alg = false;
    for (const auto& token : tokens_of(example)) {
      EXPECT_EQ(reason_of(verify_example(example, token, keys_of(example), policy)), "alg_not_allowed");
    }
    return;
  }
  FAIL() << "no section 4.7";
}

TEST(Rfc7520, Section48AllSignaturesOrAny) {
  const auto examples = vectors::load_own("rfc7520_7797_jws.json").value();
  for (const auto& example : *examples.items()) {
    if (text(example, "section") != "RFC 7520 section 4.8") continue;
    const auto keys = keys_of(example);
    auto policy = taking_all();
    policy.signatures = SignatureRule::all;
    policy.min_signers = 3;
    const auto token = tokens_of(example).front();
    EXPECT_EQ(reason_of(verify_payload(token, among(keys), policy)), "none");
    policy = taking_all();
    policy.signatures = SignatureRule::only_one;
    EXPECT_EQ(reason_of(verify_payload(token, among(keys), policy)), "malformed");
    return;
  }
  FAIL() << "no section 4.8";
}

// RFC 7515 appendices A.6, A.7 and F put the tokens of A.2 and A.3 into other forms.
constexpr std::string_view kPayload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
constexpr std::string_view kRsSignature =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t"
    "1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12j"
    "zDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQ"
    "Ge77Rw";
constexpr std::string_view kEsSignature =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
constexpr std::string_view kRsJwk =
    R"({"kty":"RSA","kid":"2010-12-29","alg":"RS256","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"})";
constexpr std::string_view kEsJwk =
    R"({"kty":"EC","kid":"e9bc097a-ce51-4036-9562-d2ade882db0d","alg":"ES256","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";

std::string entry(std::string_view protected_header, std::string_view kid, std::string_view signature) {
  return R"("protected":")" + std::string(protected_header) + R"(","header":{"kid":")" + std::string(kid) +
         R"("},"signature":")" + std::string(signature) + "\"";
}
std::string rs_entry() { return entry("eyJhbGciOiJSUzI1NiJ9", "2010-12-29", kRsSignature); }
std::string es_entry() { return entry("eyJhbGciOiJFUzI1NiJ9", "e9bc097a-ce51-4036-9562-d2ade882db0d", kEsSignature); }

base::Result<VerifyKey> by_kid(const JwsHeader& header) {
  for (const auto jwk : {kRsJwk, kEsJwk}) {
    const auto key = verify_key(parse_jwk(jwk).value()).value();
    if (header.kid() == key.kid()) return key;
  }
  return base::fail(base::Reason::key_unknown, "no such kid");
}

JwsPolicy one_of_several(SignatureRule rule, std::size_t min_signers = 1) {
  auto policy = lenient_jws();
  policy.signatures = rule;
  policy.min_signers = min_signers;
  return policy;
}

TEST(Rfc7515, AppendixA4Es512) {
  constexpr std::string_view kToken =
      "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34"
      "XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn";
  const auto jwk = parse_jwk(
      R"({"kty":"EC","alg":"ES512","crv":"P-521","x":"AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk","y":"ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2"})");
  ASSERT_TRUE(jwk) << jwk.error().what;
  auto policy = lenient_jws();
  policy.algs = {Alg::ES512};
  const auto verified = verify_payload(kToken, verify_key(*jwk).value(), policy);
  ASSERT_TRUE(verified) << verified.error().what;
  EXPECT_EQ(base::as_text(verified->bytes()), "Payload");
}

TEST(Rfc7515, AppendixA6GeneralJsonSerialization) {
  const auto token =
      R"({"payload":")" + std::string(kPayload) + R"(","signatures":[{)" + rs_entry() + "},{" + es_entry() + "}]}";
  const auto verified = verify_payload(token, by_kid, one_of_several(SignatureRule::all, 2));
  ASSERT_TRUE(verified) << verified.error().what;
  ASSERT_EQ(verified->signatures().size(), 2U);
  EXPECT_EQ(verified->signatures()[0].alg, Alg::RS256);
  EXPECT_EQ(verified->signatures()[1].kid, "e9bc097a-ce51-4036-9562-d2ade882db0d");
  EXPECT_EQ(base::as_text(verified->bytes()).substr(0, 12), R"({"iss":"joe")");
  EXPECT_EQ(reason_of(verify_payload(token, by_kid, lenient_jws())), "malformed");
  // The signatures exchanged: each under the other's header.
  const auto crossed = R"({"payload":")" + std::string(kPayload) + R"(","signatures":[{)" +
                       entry("eyJhbGciOiJSUzI1NiJ9", "2010-12-29", kEsSignature) + "},{" +
                       entry("eyJhbGciOiJFUzI1NiJ9", "e9bc097a-ce51-4036-9562-d2ade882db0d", kRsSignature) + "}]}";
  EXPECT_EQ(reason_of(verify_payload(crossed, by_kid, one_of_several(SignatureRule::any))), "bad_signature");
}

TEST(Rfc7515, AppendixA7FlattenedJsonSerialization) {
  const auto token = R"({"payload":")" + std::string(kPayload) + R"(",)" + es_entry() + "}";
  const auto verified = verify_payload(token, by_kid, lenient_jws());
  ASSERT_TRUE(verified) << verified.error().what;
  EXPECT_EQ(verified->first().alg, Alg::ES256);
  EXPECT_EQ(*verified->first().header.json().find("kid")->string(), "e9bc097a-ce51-4036-9562-d2ade882db0d");
  EXPECT_EQ(verified->first().header.protected_part().find("kid"), nullptr);
}

TEST(Rfc7515, AppendixENegativeTestCaseForCrit) {
  constexpr std::string_view kToken =
      "eyJhbGciOiJub25lIiwNCiAiY3JpdCI6WyJodHRwOi8vZXhhbXBsZS5jb20vVU5ERUZJTkVEIl0sDQogImh0dHA6Ly9leGFtcGxlLmNvbS9VTkRF"
      "RklORUQiOnRydWUNCn0.RkFJTA.";
  // The same header under an alg that is one, and the nearest that is taken.
  const auto header = R"({"alg":"HS256","http://example.com/UNDEFINED":true)";
  const auto& key = sample_key(Alg::HS256);
  EXPECT_NE(jws_refusal(kToken, key.verify_key()), "none");
  EXPECT_EQ(jws_refusal(forge(key, std::string(header) + R"(,"crit":["http://example.com/UNDEFINED"]})", "FAIL"),
                        key.verify_key()),
            "crit_unsupported");
  EXPECT_EQ(jws_refusal(forge(key, std::string(header) + "}", "FAIL"), key.verify_key()), "none");
}

TEST(Rfc7515, AppendixFDetachedContent) {
  const auto payload = base::base64url_decode(kPayload).value();
  const auto key = verify_key(parse_jwk(kEsJwk).value()).value();
  for (const auto& token : {"eyJhbGciOiJFUzI1NiJ9.." + std::string(kEsSignature), "{" + es_entry() + "}",
                            R"({"signatures":[{)" + es_entry() + "}]}"}) {
    const auto verified = verify_detached(token, payload, key, lenient_jws());
    ASSERT_TRUE(verified) << verified.error().what;
    EXPECT_EQ(verified->bytes(), payload);
    auto other = payload;
    other.back() ^= 1U;
    EXPECT_EQ(reason_of(verify_detached(token, other, key, lenient_jws())), "bad_signature");
  }
}

TEST(Rfc7519, Section31ExampleJwt) {
  const std::string token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + std::string(kPayload) +
                            ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  const auto jwk = parse_jwk(secret(
      R"({"kty":"oct","alg":"HS256","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"})"));
  const auto key = verify_key(*jwk).value();
  auto builder = VerifyPolicy::Builder{};
  const auto policy = builder.issuer("joe")
                          .allow_any_audience()
                          .type("JWT")
                          .allow_any_lifetime()
                          .algs({Alg::HS256})
                          .require("http://example.com/is_root")
                          .build()
                          .value();
  constexpr base::Seconds kExp{1'300'819'380};
  const auto verified = verify(token, only(key), policy, base::Instant{kExp} - base::Seconds{1});
  ASSERT_TRUE(verified) << verified.error().what;
  EXPECT_TRUE(*verified->claims().find("http://example.com/is_root")->boolean());
  EXPECT_EQ(verify(token, only(key), policy, base::Instant{kExp}).error().reason, base::Reason::expired);
}

TEST(Rfc7519, Section61UnsecuredJwtIsRefused) {
  const std::string token = "eyJhbGciOiJub25lIn0." + std::string(kPayload) + ".";
  for (const auto alg : kEveryAlg) {
    EXPECT_EQ(refusal(token, sample_key(alg).verify_key()), "alg_not_allowed");
    EXPECT_EQ(jws_refusal(token, sample_key(alg).verify_key()), "alg_not_allowed");
  }
}

}  // namespace
}  // namespace jwtkeep::jose
