// RFC 8725, JSON Web Token Best Current Practices, section by section: what it forbids and the nearest that it allows.
#include <gtest/gtest.h>

#include "sample.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;
using base::Reason;
using base::Seconds;

constexpr std::string_view kClaims = R"({"sub":"alice","exp":1800001800})";

std::string header_of(Alg alg) { return R"({"alg":")" + std::string(name(alg)) + R"("})"; }

std::string reason(const base::Result<VerifiedToken>& verified) {
  return verified ? "none" : std::string(base::word(verified.error().reason));
}

/// Whether keys of `kind` can sign with both.
bool share_a_key(Alg a, Alg b) {
  if (is_symmetric(a) || is_symmetric(b)) return is_symmetric(a) && is_symmetric(b);
  return scheme_for(b, *kind_for(a)).has_value();
}

/// The sample key of `alg` as a key for `other`.
SigningKey turned(Alg alg, Alg other) {
  const auto& key = sample_key(alg);
  if (key.secret() != nullptr) return SigningKey::make("sample", other, key.secret()->clone()).value();
  return SigningKey::make("sample", other, *key.private_key()).value();
}

// The key owns its algorithm: of all that the same key could do under another name, nothing is taken.
TEST(Rfc8725, Section31NoAlgIsTakenForAnother) {
  int swaps = 0;
  for (const auto alg : kEveryAlg) {
    const auto key = sample_key(alg).verify_key();
    for (const auto other : kEveryAlg) {
      if (alg == other || !share_a_key(alg, other)) continue;
      SCOPED_TRACE(std::string(name(alg)) + " as " + std::string(name(other)));
      const auto same_key = turned(alg, other);
      EXPECT_EQ(refusal(forge(same_key, header_of(other), kClaims), key), "alg_not_allowed");
      EXPECT_EQ(refusal(forge(sample_key(alg), header_of(other), kClaims), key), "alg_not_allowed");
      // EdDSA and Ed25519 are two names of one signature (RFC 9864 section 2.2); all else differs in the signature too.
      const bool two_names = info(alg).kty == KeyType::okp;
      EXPECT_EQ(refusal(forge(same_key, header_of(alg), kClaims), key), two_names ? "none" : "bad_signature");
      ++swaps;
    }
    EXPECT_EQ(refusal(forge(sample_key(alg), header_of(alg), kClaims), key), "none");
  }
  // Three HMACs and six RSA algs with each other; EdDSA and Ed25519 both ways, EdDSA's key is no Ed448 key.
  EXPECT_EQ(swaps, 3 * 2 + 6 * 5 + 2 + 1);
}

TEST(Rfc8725, Section31Es256AndEs256kAreNotMixedUp) {
  for (const auto& [alg, other] : {std::pair{Alg::ES256, Alg::ES256K}, {Alg::ES256K, Alg::ES256}}) {
    const auto key = sample_key(alg).verify_key();
    EXPECT_EQ(refusal(forge(sample_key(other), header_of(alg), kClaims), key), "bad_signature");
    EXPECT_EQ(refusal(forge(sample_key(other), header_of(other), kClaims), key), "alg_not_allowed");
    EXPECT_EQ(VerifyKey::make("", other, *key.public_key()).error().reason, Reason::key_mismatch);
    auto jwk = public_jwk(key).value();
    jwk.set("alg", name(other));
    EXPECT_EQ(parse_jwk(base::write_json(jwk)).error().reason, Reason::key_mismatch);
    EXPECT_EQ(refusal(forge(sample_key(alg), header_of(alg), kClaims), key), "none");
  }
}

TEST(Rfc8725, Section32AlgsThatAreOutdatedOrNotNamedAreRefused) {
  for (const auto* alg : {"RS1", "HS1", "MD5", "RSA1_5", "none", "PBES2-HS256+A128KW", "HMAC-SHA-256"}) {
    EXPECT_FALSE(alg_from_name(alg)) << alg;
  }
  const auto& key = sample_key(Alg::RS256);
  const auto token = sign_jwt(key, claims()).value();
  const auto only_pss = lenient().algs({Alg::PS256}).build().value();
  EXPECT_EQ(reason(verify(token, only(key.verify_key()), only_pss, kNow)), "alg_not_allowed");
  EXPECT_EQ(reason(verify(token, only(key.verify_key()), lenient().algs({Alg::RS256}).build().value(), kNow)), "none");
}

// Every check has to hold, in this order; none makes up for another.
TEST(Rfc8725, Section33OneCheckThatFailsRefusesTheToken) {
  auto builder = VerifyPolicy::Builder{};
  builder.issuer("https://id.example").audience("orders").type("at+jwt").max_lifetime(Seconds{3600});
  const auto policy = builder.algs({Alg::ES256}).require("jti").build().value();
  const auto& key = sample_key(Alg::ES256);
  auto good = claims();
  good.set("iss", "https://id.example").set("aud", "orders").set("jti", "1");
  EXPECT_EQ(reason(verify(sign_jwt(key, good, "at+jwt").value(), only(key.verify_key()), policy, kNow)), "none");
  const auto with = [&](const char* claim, const Json& value) {
    auto changed = good;
    changed.set(claim, value);
    return reason(verify(sign_jwt(key, changed, "at+jwt").value(), only(key.verify_key()), policy, kNow));
  };
  EXPECT_EQ(with("iss", "https://evil.example"), "wrong_issuer");
  EXPECT_EQ(with("aud", "billing"), "wrong_audience");
  EXPECT_EQ(with("exp", 1), "expired");
  EXPECT_EQ(with("exp", std::int64_t{1'800'100'000}), "lifetime_too_long");
  EXPECT_EQ(with("nbf", std::int64_t{1'900'000'000}), "not_yet_valid");
  EXPECT_EQ(reason(verify(sign_jwt(key, good).value(), only(key.verify_key()), policy, kNow)), "wrong_type");
  auto without = good;
  without.erase("jti");
  EXPECT_EQ(reason(verify(sign_jwt(key, without, "at+jwt").value(), only(key.verify_key()), policy, kNow)),
            "missing_claim");
  const auto stranger =
      SigningKey::make("sample", Alg::ES256, crypto::PrivateKey::generate(crypto::KeyKind::ec_p256).value()).value();
  EXPECT_EQ(reason(verify(sign_jwt(stranger, good, "at+jwt").value(), only(key.verify_key()), policy, kNow)),
            "bad_signature");
}

/// The JWK of an EC sample key with other coordinates.
std::string point(Alg alg, const Json& x, const Json& y) {
  auto jwk = public_jwk(sample_key(alg).verify_key()).value();
  jwk.set("x", x).set("y", y);
  const auto read = parse_jwk(base::write_json(jwk));
  return read ? "none" : std::string(base::word(read.error().reason));
}

TEST(Rfc8725, Section34PointsOffTheirCurveAreRefusedOnEveryCurve) {
  for (const auto alg : {Alg::ES256, Alg::ES384, Alg::ES512, Alg::ES256K}) {
    SCOPED_TRACE(name(alg));
    const auto good = public_jwk(sample_key(alg).verify_key()).value();
    const auto &x = *good.find("x"), &y = *good.find("y");
    const auto width = base::base64url_decode(*x.string())->size();
    const Json zero(base::base64url_encode(base::Bytes(width, 0)));
    const Json huge(base::base64url_encode(base::Bytes(width, 0xff)));
    EXPECT_EQ(point(alg, x, y), "none");
    for (const auto& [other_x, other_y] :
         {std::pair{y, x}, {x, x}, {zero, zero}, {zero, y}, {x, zero}, {huge, y}, {x, huge}, {huge, huge}}) {
      EXPECT_EQ(point(alg, other_x, other_y), "bad_value");
    }
    EXPECT_EQ(point(alg, Json(""), Json("")), "bad_value");
  }
  const auto stranger = public_jwk(sample_key(Alg::ES256K).verify_key()).value();
  EXPECT_EQ(point(Alg::ES256, *stranger.find("x"), *stranger.find("y")), "bad_value");
}

TEST(Rfc8725, Section34EdwardsPointsOfSmallOrderAreRefused) {
  const auto read = [](const char* curve, const base::Bytes& x) {
    const auto jwk = Json::object({{"kty", "OKP"}, {"crv", curve}, {"x", base::base64url_encode(x)}});
    return parse_jwk(base::write_json(jwk)).has_value();
  };
  for (const auto& [curve, width, alg] :
       {std::tuple{"Ed25519", std::size_t{32}, Alg::Ed25519}, {"Ed448", std::size_t{57}, Alg::Ed448}}) {
    base::Bytes neutral(width, 0);
    neutral.front() = 1;
    EXPECT_FALSE(read(curve, neutral));
    EXPECT_FALSE(read(curve, base::Bytes(width, 0)));
    EXPECT_FALSE(read(curve, base::Bytes(width, 0xff)));
    EXPECT_FALSE(read(curve, base::Bytes(width - 1, 3)));
    const auto numbers = sample_key(alg).verify_key().public_key()->components();
    EXPECT_TRUE(read(curve, std::get<crypto::OkpPublic>(numbers).x));
  }
}

TEST(Rfc8725, Section35WordsAreNoHmacKeys) {
  for (const auto* word : {"", "secret", "password", "your-256-bit-secret", "0123456789abcdef0123456789abcde"}) {
    const auto key = VerifyKey::make("", Alg::HS256, secret(word));
    ASSERT_FALSE(key) << word;
    EXPECT_EQ(key.error().reason, Reason::key_mismatch);
  }
  EXPECT_TRUE(VerifyKey::make("", Alg::HS256, secret(std::string(32, 'x'))));
}

TEST(Rfc8725, Section38ThisKeyIsNotTheOtherIssuers) {
  const auto lookup = [](const UnverifiedToken& token) -> base::Result<VerifyKey> {
    if (token.kid() == "a") return VerifyKey::make("a", Alg::HS256, secret(std::string(32, 'a')));
    if (token.kid() == "b") return VerifyKey::make("b", Alg::HS256, secret(std::string(32, 'b')));
    return base::fail(Reason::key_unknown, "no such key");
  };
  const auto signer = [](const char* kid) {
    return SigningKey::make(kid, Alg::HS256, secret(std::string(32, *kid))).value();
  };
  const auto under_a = [&](const SigningKey& key, std::string_view header) {
    return reason(verify(forge(key, header, kClaims), lookup, lenient_policy(), kNow));
  };
  EXPECT_EQ(under_a(signer("a"), R"({"alg":"HS256","kid":"a"})"), "none");
  EXPECT_EQ(under_a(signer("b"), R"({"alg":"HS256","kid":"a"})"), "bad_signature");
  EXPECT_EQ(under_a(signer("a"), R"({"alg":"HS256","kid":"c"})"), "key_unknown");
  EXPECT_EQ(under_a(signer("a"), R"({"alg":"HS256"})"), "key_unknown");
  auto builder = VerifyPolicy::Builder{};
  builder.allow_any_audience().allow_any_type().allow_any_lifetime().algs({Alg::HS256});
  const auto policy = builder.issuer("https://a.example").subject("alice").build().value();
  const auto says = [&](const char* iss, const char* sub) {
    auto text = claims();
    text.set("iss", iss).set("sub", sub);
    return reason(verify(sign_jwt(signer("a"), text).value(), lookup, policy, kNow));
  };
  EXPECT_EQ(says("https://a.example", "alice"), "none");
  EXPECT_EQ(says("https://b.example", "alice"), "wrong_issuer");
  EXPECT_EQ(says("https://a.example", "admin"), "missing_claim");
}

TEST(Rfc8725, Section39ATokenForAnotherAudienceIsRefused) {
  const auto& key = sample_key(Alg::ES256);
  auto builder = VerifyPolicy::Builder{};
  builder.allow_any_issuer().allow_any_type().allow_any_lifetime().algs({Alg::ES256});
  const auto orders = builder.audience("https://orders.example").build().value();
  const auto for_audience = [&](const Json& aud) {
    auto text = claims();
    text.set("aud", aud);
    return reason(verify(sign_jwt(key, text).value(), only(key.verify_key()), orders, kNow));
  };
  EXPECT_EQ(for_audience("https://orders.example"), "none");
  EXPECT_EQ(for_audience(Json::array({"https://billing.example", "https://orders.example"})), "none");
  for (const auto* other : {"https://billing.example", "https://orders.example/", "https://orders.example.evil.example",
                            "HTTPS://ORDERS.EXAMPLE", "*", "", "https://orders.example https://billing.example"}) {
    EXPECT_EQ(for_audience(other), "wrong_audience") << other;
  }
  EXPECT_EQ(for_audience(Json::array()), "wrong_audience");
  EXPECT_EQ(for_audience(Json::object({{"https://orders.example", 1}})), "malformed");
  EXPECT_EQ(for_audience(nullptr), "malformed");
  EXPECT_EQ(reason(verify(sign_jwt(key, claims()).value(), only(key.verify_key()), orders, kNow)), "missing_claim");
}

TEST(Rfc8725, Section311TypesAreNotMixedUp) {
  const auto& key = sample_key(Alg::ES256);
  const auto under = [&](const char* expected, const char* typ) {
    auto builder = VerifyPolicy::Builder{};
    builder.allow_any_issuer().allow_any_audience().allow_any_lifetime().algs({Alg::ES256});
    const auto policy = builder.type(expected).build().value();
    return reason(verify(sign_jwt(key, claims(), typ).value(), only(key.verify_key()), policy, kNow));
  };
  for (const auto* type : {"at+jwt", "logout+jwt", "secevent+jwt", "dpop+jwt", "JWT"}) {
    EXPECT_EQ(under(type, type), "none");
    for (const auto* other : {"at+jwt", "logout+jwt", "secevent+jwt", "dpop+jwt", "JWT", "JOSE"}) {
      if (std::string_view(type) != other) {
        EXPECT_EQ(under(type, other), "wrong_type") << type << " " << other;
      }
    }
  }
  EXPECT_EQ(under("at+jwt", ""), "wrong_type");
}

TEST(Rfc8725, Section312TokensOfOnePurposeAreNotTakenForAnother) {
  const auto& access = sample_key(Alg::ES256);
  const auto& refresh = sample_key(Alg::ES384);
  auto builder = VerifyPolicy::Builder{};
  builder.allow_any_issuer().allow_any_type().allow_any_lifetime().algs({Alg::ES256, Alg::ES384});
  const auto policy = builder.audience("api").require("scope").build().value();
  auto access_claims = claims(), refresh_claims = claims();
  access_claims.set("aud", "api").set("scope", "read");
  refresh_claims.set("aud", "token-endpoint").set("scope", "read");
  const auto asked = [&](const SigningKey& by, const Json& text, const SigningKey& key) {
    return reason(verify(sign_jwt(by, text).value(), only(key.verify_key()), policy, kNow));
  };
  EXPECT_EQ(asked(access, access_claims, access), "none");
  EXPECT_EQ(asked(refresh, refresh_claims, access), "alg_not_allowed");  // another purpose, another key
  EXPECT_EQ(asked(access, refresh_claims, access), "wrong_audience");    // one key for both: the audience tells
  refresh_claims.set("aud", "api").erase("scope");
  EXPECT_EQ(asked(access, refresh_claims, access), "missing_claim");
}

TEST(Rfc7517, Section42AKeyForEncryptionDoesNotSignOrVerify) {
  for (const auto alg : {Alg::RS256, Alg::ES256, Alg::HS256}) {
    SCOPED_TRACE(name(alg));
    const auto read = [&](const char* member, const Json& value) {
      auto json = private_jwk(sample_key(alg));
      json.erase("alg");
      json.erase("use");
      json.set(member, value);
      return parse_jwk(base::write_with_secrets(json, false)).value();
    };
    const auto for_encryption = read("use", "enc");
    EXPECT_EQ(verify_key(for_encryption, alg).error().reason, Reason::key_mismatch);
    EXPECT_EQ(signing_key(for_encryption, alg).error().reason, Reason::key_mismatch);
    const auto operations = read("key_ops", Json::array({"encrypt", "decrypt", "deriveKey"}));
    EXPECT_EQ(verify_key(operations, alg).error().reason, Reason::key_mismatch);
    EXPECT_EQ(signing_key(operations, alg).error().reason, Reason::key_mismatch);
    const auto for_signatures = read("use", "sig");
    const auto token = sign_jwt(signing_key(for_signatures, alg).value(), claims()).value();
    EXPECT_EQ(refusal(token, verify_key(for_signatures, alg).value()), "none");
  }
}

}  // namespace
}  // namespace jwtkeep::jose
