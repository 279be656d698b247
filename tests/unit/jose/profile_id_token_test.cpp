// ID tokens (OpenID Connect Core 1.0 section 3.1.3.7): a token of another login, client or provider is refused.
#include "jwtkeep/jose/profile_id_token.hpp"

#include <gtest/gtest.h>

#include "jwtkeep/jose/token_hash.hpp"
#include "sample.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;
using base::Reason;

constexpr const char* kIssuer = "https://op.example";
constexpr const char* kClient = "s6BhdRkqt3";
constexpr const char* kAccessToken = "SlAV32hkKG";
constexpr const char* kCode = "SplxlOBeZQQYbYS6WxSbIA";

const SigningKey& key() { return sample_key(Alg::RS256); }

/// All but what came with the token.
IdTokenPolicy::Builder bare() {
  IdTokenPolicy::Builder builder;
  builder.issuer(kIssuer).client(kClient).algs({std::begin(kEveryAlg), std::end(kEveryAlg)});
  builder.allow_any_lifetime().nonce("n-0S6_WzA2Mj").max_auth_age(base::Seconds{600});
  return builder;
}
IdTokenPolicy::Builder usual() { return bare().access_token(kAccessToken).code(kCode); }

Json good() {
  auto made = claims();
  made.set("iss", kIssuer);
  made.set("aud", kClient);
  made.set("nonce", "n-0S6_WzA2Mj");
  made.set("auth_time", std::int64_t{1'799'999'500});
  return made;
}

std::string verdict(const std::string& token, const IdTokenPolicy::Builder& by = usual(),
                    const SigningKey& signer = key()) {
  const auto policy = by.build();
  if (!policy) return "no policy: " + policy.error().what;
  const auto verified = verify_id_token(token, only(signer.verify_key()), *policy, kNow);
  return verified ? "none" : std::string(base::word(verified.error().reason));
}

std::string made(const Json& from) { return sign_id_token(key(), from, {kAccessToken, kCode}).value(); }

std::string with(const char* name, Json value, const IdTokenPolicy::Builder& by = usual()) {
  auto changed = good();
  changed.set(name, std::move(value));
  // Signed as it is: what a provider must not make, `sign_id_token` does not make.
  changed.set("at_hash", left_half_hash(TokenHash::sha256, kAccessToken));
  changed.set("c_hash", left_half_hash(TokenHash::sha256, kCode));
  return verdict(sign_jwt(key(), changed).value(), by);
}

std::string without(const char* name) {
  auto changed = base::parse_json(base::as_text(UnverifiedToken::parse(made(good()))->untrusted_payload())).value();
  EXPECT_TRUE(changed.erase(name)) << name;
  return verdict(sign_jwt(key(), changed).value());
}

TEST(IdToken, AGoodOneTellsItsSubject) {
  for (const auto alg : kEveryAlg) {
    const auto token = sign_id_token(sample_key(alg), good(), {kAccessToken, kCode}).value();
    EXPECT_EQ(verdict(token, usual(), sample_key(alg)), "none") << name(alg);
  }
  const auto verified = verify_id_token(made(good()), only(key().verify_key()), usual().build().value(), kNow).value();
  EXPECT_EQ(verified.subject(), "alice");
}

// The examples of OpenID Connect Core appendix A.3, A.4 and A.6: RS256 ID tokens issued with this access token and
// code.
TEST(IdToken, OpenIdConnectCoreAppendixAHashes) {
  EXPECT_EQ(left_half_hash(TokenHash::sha256, "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"), "77QmUPtjPfzWtF2AnpK9RQ");
  EXPECT_EQ(left_half_hash(TokenHash::sha256, "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk"),
            "LDktKdoQak3Pk0cnXxCltA");
}

// OpenID Connect Token Hash Algorithms 1.0: SHA-512 for Ed25519, for Ed448 the first 114 bytes of SHAKE256, whatever of
// its two names the `alg` is. Expected values by Python's hashlib; the first also in the README of npm's
// oidc-token-hash.
TEST(IdToken, TokenHashAlgorithmsOfEdwardsCurves) {
  using crypto::KeyKind;
  constexpr std::string_view kToken =
      "YmJiZTAwYmYtMzgyOC00NzhkLTkyOTItNjJjNDM3MGYzOWIy9sFhvH8K_x8UIHj1osisS57f5DduL-ar_qw5jl3lthwpMjm283aVMQXDmoqqqydD"
      "SqJfbhptzw8rUVwkuQbolw";
  constexpr std::string_view kSha512 = "EGEAhGYyfuwDaVTifvrWSoD5MSy_5hZPy6I7Vm-7pTQ";
  constexpr std::string_view kShake256 = "jxsy68_eG9-91VnHsZ2VnCr_WqDMv4nspiSuUPRdNZnv1y5lNV3rPVYYWNiY_TbUB1JRwlgiDTzZ";
  EXPECT_EQ(left_half_hash(token_hash_for(Alg::EdDSA, KeyKind::ed25519), kToken), kSha512);
  EXPECT_EQ(left_half_hash(token_hash_for(Alg::Ed25519, KeyKind::ed25519), kToken), kSha512);
  EXPECT_EQ(left_half_hash(token_hash_for(Alg::EdDSA, KeyKind::ed448), kToken), kShake256);
  EXPECT_EQ(left_half_hash(token_hash_for(Alg::Ed448, KeyKind::ed448), kToken), kShake256);

  const auto& ed448 = sample_key(Alg::Ed448);
  const auto as_eddsa = SigningKey::make("sample", Alg::EdDSA, *ed448.private_key()).value();
  const auto with_sha512 = [](Json token) {
    token.set("at_hash", left_half_hash(TokenHash::sha512, kAccessToken));
    return token;
  };
  const auto code_flow = bare().access_token(kAccessToken).without_code();
  for (const auto* signer : {&ed448, &as_eddsa}) {
    EXPECT_EQ(verdict(sign_id_token(*signer, good(), {kAccessToken}).value(), code_flow, *signer), "none");
    EXPECT_EQ(verdict(sign_jwt(*signer, with_sha512(good())).value(), code_flow, *signer), "missing_claim");
  }
  const auto& ed25519 = sample_key(Alg::EdDSA);
  EXPECT_EQ(verdict(sign_jwt(ed25519, with_sha512(good())).value(), code_flow, ed25519), "none");
}

TEST(IdToken, Section2RequiredClaims) {
  for (const auto* name : {"iss", "sub", "aud", "exp", "iat", "nonce", "auth_time", "at_hash", "c_hash"}) {
    EXPECT_EQ(without(name), "missing_claim") << name;
  }
  for (const auto* name : {"iss", "sub", "aud", "exp", "iat"}) {
    auto changed = good();
    changed.erase(name);
    const auto refused = sign_id_token(key(), changed);
    ASSERT_FALSE(refused) << name;
    EXPECT_EQ(refused.error().reason, Reason::bad_value);
  }
  for (const auto* name : {"nonce", "azp", "acr"}) EXPECT_EQ(with(name, 1), "malformed") << name;
  EXPECT_EQ(with("auth_time", "now"), "malformed");
  EXPECT_EQ(with("sub", ""), "malformed");
  EXPECT_EQ(with("sub", std::string(255, 's')), "none");
  EXPECT_EQ(with("sub", std::string(256, 's')), "malformed");
  EXPECT_EQ(with("sub", "\xc3\xa9"), "malformed");
}

TEST(IdToken, Section3137Step2IssuerIsExact) {
  for (const auto* issuer : {"https://op.example/", "http://op.example", "https://OP.example", ""}) {
    EXPECT_EQ(with("iss", issuer), "wrong_issuer") << issuer;
  }
}

TEST(IdToken, Section3137Steps3To5AudienceAndAuthorizedParty) {
  EXPECT_EQ(with("aud", "another"), "wrong_audience");
  EXPECT_EQ(with("aud", Json::array({kClient})), "none");
  EXPECT_EQ(with("aud", Json::array({})), "wrong_audience");
  const auto two = Json::array({kClient, "api"});
  EXPECT_EQ(with("aud", two), "wrong_audience");                                // a further one that is not trusted
  EXPECT_EQ(with("aud", two, usual().trust_audience("api")), "missing_claim");  // and no azp
  EXPECT_EQ(with("azp", kClient), "none");
  EXPECT_EQ(with("azp", "another"), "wrong_audience");
  auto changed = good();
  changed.set("aud", two);
  changed.set("azp", kClient);
  EXPECT_EQ(verdict(made(changed), usual().trust_audience("api")), "none");
  EXPECT_EQ(verdict(made(changed), usual().trust_audience("other")), "wrong_audience");
  changed.set("azp", "api");
  EXPECT_EQ(verdict(made(changed), usual().trust_audience("api")), "wrong_audience");
}

TEST(IdToken, Section3137Step11ANonceOfAnotherLoginIsRefused) {
  EXPECT_EQ(with("nonce", "another"), "missing_claim");
  EXPECT_EQ(with("nonce", "N-0S6_WzA2Mj"), "missing_claim");
}

TEST(IdToken, Section3137Step12And13ContextClassAndAgeOfTheLogin) {
  EXPECT_EQ(with("acr", "gold", usual().acr("gold").acr("silver")), "none");
  EXPECT_EQ(with("acr", "bronze", usual().acr("gold").acr("silver")), "missing_claim");
  EXPECT_EQ(verdict(made(good()), usual().acr("gold")), "missing_claim");
  EXPECT_EQ(with("auth_time", std::int64_t{1'799'999'400}), "none");  // 600 s ago
  EXPECT_EQ(with("auth_time", std::int64_t{1'799'999'399}), "expired");
  EXPECT_EQ(with("auth_time", std::int64_t{1'799'999'399}, usual().leeway(base::Seconds{1})), "none");
  EXPECT_EQ(with("auth_time", std::int64_t{1'800'000'001}), "not_yet_valid");
}

TEST(IdToken, Section3138And33211HashesOfAnotherTokenOrCodeAreRefused) {
  EXPECT_EQ(verdict(made(good()), bare().access_token("exchanged").code(kCode)), "missing_claim");
  EXPECT_EQ(verdict(made(good()), bare().access_token(kAccessToken).code("exchanged")), "missing_claim");
  EXPECT_EQ(verdict(made(good()), bare().without_access_token().without_code()), "none");
  const auto alone = sign_id_token(key(), good()).value();
  const auto code_flow = [] { return bare().access_token(kAccessToken).without_code(); };
  EXPECT_EQ(verdict(alone, code_flow()), "missing_claim");
  EXPECT_EQ(verdict(alone, code_flow().allow_missing_at_hash()), "none");
  EXPECT_EQ(verdict(made(good()), bare().access_token("exchanged").without_code().allow_missing_at_hash()),
            "missing_claim");
  // The hash is that of the token's own alg, not the longest or the usual one.
  auto changed = good();
  changed.set("at_hash", left_half_hash(TokenHash::sha512, kAccessToken));
  EXPECT_EQ(verdict(sign_jwt(key(), changed).value(), code_flow()), "missing_claim");
}

TEST(IdToken, AnAccessTokenIsNoIdToken) {  // RFC 8725 section 3.11
  auto changed = good();
  changed.set("at_hash", left_half_hash(TokenHash::sha256, kAccessToken));
  changed.set("c_hash", left_half_hash(TokenHash::sha256, kCode));
  EXPECT_EQ(verdict(sign_jwt(key(), changed, "at+jwt").value()), "wrong_type");
  EXPECT_EQ(verdict(sign_jwt(key(), changed, "").value()), "none");
}

TEST(IdToken, APolicyHasToSayEverything) {
  const auto said = [](const IdTokenPolicy::Builder& builder) { return builder.build().has_value(); };
  EXPECT_TRUE(said(usual()));
  EXPECT_FALSE(said({}));
  EXPECT_FALSE(said(bare()));
  EXPECT_FALSE(said(bare().access_token("a")));
  EXPECT_FALSE(said(bare().code("a")));
  EXPECT_TRUE(said(bare().without_access_token().without_code()));
  EXPECT_FALSE(said(usual().without_nonce()));
  EXPECT_FALSE(said(usual().allow_any_auth_age()));
  EXPECT_FALSE(said(usual().without_code()));
  EXPECT_FALSE(said(usual().without_access_token()));
  EXPECT_FALSE(said(usual().nonce("")));
  EXPECT_FALSE(said(usual().max_auth_age(base::Seconds{-1})));
  EXPECT_FALSE(said(usual().issuer("https://second.example")));
  EXPECT_FALSE(said(usual().client("second")));
  const auto rest = [] { return IdTokenPolicy::Builder{}.algs({Alg::RS256}).without_nonce().allow_any_auth_age(); };
  EXPECT_FALSE(said(rest().client("a").without_code().without_access_token().allow_any_lifetime()));
  EXPECT_FALSE(said(rest().issuer("a").without_code().without_access_token().allow_any_lifetime()));
  EXPECT_FALSE(said(rest().issuer("a").client("a").without_code().without_access_token()));
  EXPECT_TRUE(said(rest().issuer("a").client("a").without_code().without_access_token().allow_any_lifetime()));
}

}  // namespace
}  // namespace jwtkeep::jose
