// The encrypted examples of RFC 7516 to 7520 and RFC 8037, each under its section.
#include <gtest/gtest.h>

#include <cstdio>

#include "../../vectors/own_vectors.hpp"
#include "jwe_sample.hpp"
#include "jwtkeep/crypto/key_agreement.hpp"
#include "jwtkeep/jose/jwe_jwk.hpp"
#include "jwtkeep/jose/nested.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;
using base::Reason;

const std::string& text(const Json& object, std::string_view name) {
  static const std::string none;
  const auto* member = object.find(name);
  return member != nullptr && member->string() != nullptr ? *member->string() : none;
}

Json load(std::string_view file) {
  auto json = vectors::load_own(file);
  EXPECT_TRUE(json) << (json ? "" : json.error().what);
  return json ? *std::move(json) : Json::array();
}

/// The example of this section; a test without it fails.
Json example(std::string_view file, std::string_view section) {
  const auto all = load(file);
  for (const auto& each : *all.items()) {
    if (text(each, "section") == section) return each;
  }
  ADD_FAILURE() << "no section " << section << " in " << file;
  return {};
}

/// The token in all forms that the example shows.
std::vector<std::string> forms_of(const Json& example) {
  std::vector<std::string> forms;
  if (example.find("compact") != nullptr) forms.push_back(text(example, "compact"));
  for (const auto* name : {"general", "flattened"}) {
    if (const auto* json = example.find(name)) forms.push_back(base::write_json(*json));
  }
  return forms;
}

Jwk key_of(const Json& example, std::size_t index) {
  auto jwk = parse_jwk(secret(base::write_json((*example.find("keys")->items())[index])));
  EXPECT_TRUE(jwk) << (jwk ? "" : jwk.error().what);
  return *std::move(jwk);
}

/// What RFC 7520 does on purpose and `decrypt` refuses unless told: compressed content (5.9), an unprotected `enc`
/// (5.12).
DecryptPolicy cookbook_policy() {
  auto policy = open_policy();
  policy.allow_unprotected_enc = true;
  return policy;
}

struct Counts {
  int opened = 0, refused = 0;
};

/// Opens the example with each of its keys, in each form. `RSA1_5` is refused by name, even with the right RSA key.
void run(const Json& example, Counts& counts) {
  SCOPED_TRACE(text(example, "section") + " " + text(example, "title"));
  const auto& algs = *example.find("alg")->items();
  ASSERT_EQ(algs.size(), example.find("keys")->items()->size());
  const auto forms = forms_of(example);
  ASSERT_FALSE(forms.empty());
  for (std::size_t i = 0; i < algs.size(); ++i) {
    const auto alg = jwe_alg_from_name(*algs[i].string());
    const auto jwk = key_of(example, i);
    for (const auto& token : forms) {
      if (!alg) {
        ASSERT_EQ(*algs[i].string(), "RSA1_5");
        const auto key = DecryptionKey::make("", JweAlg::RSA_OAEP, std::get<crypto::PrivateKey>(jwk.material)).value();
        const auto opened = decrypt(token, key, cookbook_policy());
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().reason, Reason::alg_not_allowed);
        // Of several recipients the error is the last one's.
        const bool is_named = opened.error().what.find("RSA1_5") != std::string::npos;
        EXPECT_TRUE(is_named || algs.size() > 1) << opened.error().what;
        ++counts.refused;
        continue;
      }
      const auto key = decryption_key(jwk, jwk.enc ? std::nullopt : alg);
      ASSERT_TRUE(key) << key.error().what;
      const auto opened = decrypt(token, *key, cookbook_policy());
      ASSERT_EQ(text_of(opened), text(example, "payload"));
      EXPECT_EQ(opened->alg(), *alg);
      ++counts.opened;
    }
  }
}

void run_sections(std::string_view file, std::initializer_list<std::string_view> sections, Counts& counts) {
  for (const auto section : sections) run(example(file, section), counts);
}

constexpr auto* kEarly = "rfc7516_7517_7519_jwe.json";
constexpr auto* kCookbook = "rfc7520_jwe.json";

TEST(Rfc7516, AppendixA1ToA5) {
  Counts counts;
  run_sections(kEarly, {"RFC 7516 A.1", "RFC 7516 A.2", "RFC 7516 A.3", "RFC 7516 A.4", "RFC 7516 A.5"}, counts);
  EXPECT_EQ(counts.opened, 4);   // A.1, A.3, A.4 as its second recipient, A.5
  EXPECT_EQ(counts.refused, 2);  // A.2, A.4 as its first recipient
}

TEST(Rfc7516, AppendixA4HeadersOfEachRecipient) {
  const auto token = EncryptedToken::parse(forms_of(example(kEarly, "RFC 7516 A.4")).front());
  ASSERT_TRUE(token) << token.error().what;
  ASSERT_EQ(token->recipients().size(), 2U);
  // A.4.4: the complete header.
  EXPECT_EQ(base::write_json(token->recipients()[1].header.json()),
            R"({"enc":"A128CBC-HS256","jku":"https://server.example.com/keys.jwks","alg":"A128KW","kid":"7"})");
  EXPECT_EQ(base::write_json(token->protected_header()), R"({"enc":"A128CBC-HS256"})");
}

TEST(Rfc7517, AppendixCPasswordProtectedKey) {
  Counts counts;
  const auto protected_key = example(kEarly, "RFC 7517 C");
  run(protected_key, counts);
  EXPECT_EQ(counts.opened, 1);
  // What it protects is a key: appendix C.1.
  const auto jwk = parse_jwk(secret(text(protected_key, "payload")));
  ASSERT_TRUE(jwk) << jwk.error().what;
  EXPECT_EQ(jwk->kid, "juliet@capulet.lit");
  EXPECT_FALSE(jwk->is_public());
}

TEST(Rfc7520, Section5Encryption) {
  Counts counts;
  run_sections(kCookbook,
               {"5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "5.7", "5.8", "5.9", "5.10", "5.11", "5.12", "5.13"}, counts);
  std::printf("rfc7520_jwe.json: %d tokens of sections 5.1 to 5.13 opened, %d refused by name (RSA1_5: RFC 8725 3.2)\n",
              counts.opened, counts.refused);
  EXPECT_EQ(counts.opened, 3 * 6 + 2 * 2 + 2 * 3 + 2);  // 5.2-5.4, 5.7-5.9; 5.5, 5.6; 5.10-5.12; 5.13 for two of three
  EXPECT_EQ(counts.refused, 4);                         // 5.1 in three forms, 5.13 for its first recipient
}

TEST(Rfc7520, Section59CompressedContentIsRefusedUnlessAllowed) {
  const auto compressed = example(kCookbook, "5.9");
  const auto key = decryption_key(key_of(compressed, 0)).value();
  auto policy = cookbook_policy();
  policy.inflate.reset();
  for (const auto& token : forms_of(compressed)) EXPECT_EQ(jwe_refusal(token, key, policy), "alg_not_allowed");
}

TEST(Rfc7520, Section510AdditionalAuthenticatedData) {
  const auto covered = example(kCookbook, "5.10");
  const auto key = decryption_key(key_of(covered, 0)).value();
  for (const auto& token : forms_of(covered)) {
    const auto opened = decrypt(token, key, cookbook_policy());
    ASSERT_TRUE(opened) << opened.error().what;
    EXPECT_EQ(base::as_text(opened->aad()).substr(0, 23), R"(["vcard",[["version",{})");
  }
}

TEST(Rfc7520, Section512UnprotectedEncIsRefusedUnlessAllowed) {
  const auto unprotected = example(kCookbook, "5.12");
  const auto key = decryption_key(key_of(unprotected, 0)).value();
  for (const auto& token : forms_of(unprotected)) EXPECT_EQ(jwe_refusal(token, key), "alg_not_allowed");
}

// The JOSE working group's cookbook for RFC 8037.
TEST(Rfc8037, CookbookEcdhEsOnX25519) {
  Counts counts;
  run(example(kCookbook, "curve25519"), counts);
  EXPECT_EQ(counts.opened, 1);
}

void expect_agreement(std::string_view ephemeral, std::string_view recipient, std::string_view z) {
  const auto sender = std::get<crypto::PrivateKey>(parse_jwk(secret(ephemeral)).value().material);
  const auto own = std::get<crypto::PrivateKey>(parse_jwk(secret(recipient)).value().material);
  const auto expected = base::base64url_decode_secret(base::as_bytes(z)).value();
  const auto sent = crypto::agree(sender, own.public_key());
  const auto received = crypto::agree(own, sender.public_key());
  ASSERT_TRUE(sent && received);
  EXPECT_TRUE(*sent == expected);
  EXPECT_TRUE(*received == expected);
}

// The RFC shows the recipients' public keys; their private ones are RFC 7748's, section 6.
TEST(Rfc8037, AppendixA6EcdhEsWithX25519) {
  expect_agreement(
      R"({"kty":"OKP","crv":"X25519","x":"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo","d":"dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo"})",
      R"({"kty":"OKP","crv":"X25519","kid":"Bob","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08","d":"XasIfmJKikt54X-Lg4AO5m87sSkmGLb9HC-LJ_-I4Os"})",
      "Sl2dW6TOLeFyjjv0gDUPJeB-IclH0Z4zdvCbPB4WF0I");
}

TEST(Rfc8037, AppendixA7EcdhEsWithX448) {
  expect_agreement(
      R"({"kty":"OKP","crv":"X448","x":"mwj3zDG34-Z9ItWuoSEHSic70rg94Jxj-qc9LCLF2bvINmRyQdlT1AxbEtqIEg1TF3-A5TLEH6A","d":"mo9JJdFRn1d1z0awS1gA1O6e6LrovFVl1JjCjdnJuvV0qUGXRIlzkQBjgqbxJ6sdmsLYwKWYcms"})",
      R"({"kty":"OKP","crv":"X448","kid":"Dave","x":"PreoKbDNIPW8_AtZm2_sz22kYnEHvbDU80W0MCfYuXL8PjT7QjKhPKcG3LV67D2uB73BxnvzNgk","d":"HDBqesKg4uCZCylEcMujOeZFN3KwdYEdj60NHWknwSC7XuiXKw0-ITdMnJIbCdGwNm8QtlFzmS0"})",
      "B__0GBrGzJXsHBapSg900S2iMs5Ap3VSKB0oK7YMC1b9JGTDNVQ5NlIcJEAwhdWaRJpQN1FKh50");
}

/// The example's content by its content encryption key, which another implementation found behind its RSA1_5.
std::string content_of(const Json& example) {
  const auto token = EncryptedToken::parse(text(example, "compact")).value();
  const auto cek = base::base64url_decode_secret(base::as_bytes(text(example, "cek"))).value();
  const auto content = crypto::decrypt_content(crypto::ContentCipher::aes_128_cbc_hmac_sha256, cek,
                                               base::as_bytes(token.associated_data()), token.content());
  if (!content) return "(nothing)";
  return content->reveal([](base::ByteView bytes) { return std::string(base::as_text(bytes)); });
}

// RFC 7519 encrypts both of its examples with RSA1_5, so that they are refused by name; what they hold is read beside.
TEST(Rfc7519, AppendixA1EncryptedClaimsAreRefusedByName) {
  Counts counts;
  const auto encrypted = example(kEarly, "RFC 7519 A.1");
  run(encrypted, counts);
  EXPECT_EQ(counts.refused, 1);
  EXPECT_EQ(content_of(encrypted), text(encrypted, "payload"));
}

constexpr std::string_view kRfc7515A2Key =
    R"({"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"})";

base::Result<VerifiedToken> open_nested(std::string_view token, const DecryptionKey& recipient, const VerifyKey& signer,
                                        const VerifyPolicy& policy, base::Instant now) {
  return decrypt_then_verify(
      token, [&](const JweHeader&) -> base::Result<DecryptionKey> { return recipient; }, open_policy(), only(signer),
      policy, now);
}

TEST(Rfc7519, AppendixA2NestedTokenIsRefusedByNameAndItsInnerTokenHolds) {
  const auto nested = example(kEarly, "RFC 7519 A.2");
  const auto signer = verify_key(parse_jwk(kRfc7515A2Key).value()).value();
  const base::Instant then{base::Seconds{1'300'819'379}};
  const auto pair = std::get<crypto::PrivateKey>(key_of(nested, 0).material);
  const auto recipient = DecryptionKey::make("", JweAlg::RSA_OAEP, pair).value();
  const auto refused = open_nested(text(nested, "compact"), recipient, signer, lenient_policy(), then);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::alg_not_allowed);
  EXPECT_NE(refused.error().what.find("RSA1_5"), std::string::npos);

  const auto inner = content_of(nested);
  EXPECT_EQ(inner, text(nested, "payload"));
  const auto held = verify(inner, only(signer), lenient_policy(), then);
  ASSERT_TRUE(held) << held.error().what;
  EXPECT_EQ(*held->claims().find("iss")->string(), "joe");
}

TEST(Rfc7520, Section6NestedSignatureAndEncryption) {
  const auto nested = example(kCookbook, "6");
  const auto recipient = decryption_key(key_of(nested, 0)).value();
  const auto signer = verify_key(parse_jwk(base::write_json(*nested.find("signer"))).value(), Alg::PS256).value();
  const auto& token = text(nested, "compact");
  const base::Instant then{base::Seconds{1'300'819'379}};
  const auto held = open_nested(token, recipient, signer, lenient_policy(), then);
  ASSERT_TRUE(held) << held.error().what;
  EXPECT_EQ(*held->claims().find("iss")->string(), "hobbiton.example");
  EXPECT_EQ(held->kid(), "hobbiton.example");
  EXPECT_EQ(open_nested(token, recipient, signer, lenient_policy(), kNow).error().reason, Reason::expired);
  EXPECT_EQ(text_of(decrypt(token, recipient, open_policy())), text(nested, "payload"));
}

}  // namespace
}  // namespace jwtkeep::jose
