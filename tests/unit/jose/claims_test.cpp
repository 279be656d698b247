// Every reason code of a claim at its exact boundary.
#include "jwtkeep/jose/claims.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "sample.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;
using base::Reason;
using base::Seconds;

constexpr std::int64_t kExp = 1'800'001'800;

base::Instant at(std::int64_t seconds) { return base::Instant{Seconds{seconds}}; }
constexpr std::chrono::microseconds kTick{1};

std::string check(const Json& claims, const VerifyPolicy& policy, base::Instant now = kNow) {
  const auto held = check_claims(claims, policy, now);
  return held ? "none" : std::string(base::word(held.error().reason));
}

Json with(const char* name, Json value) {
  auto changed = claims();
  changed.set(name, std::move(value));
  return changed;
}

Json without(const char* name) {
  auto changed = claims();
  changed.erase(name);
  return changed;
}

TEST(Claims, ExpiredFromTheVeryInstantOfExp) {  // RFC 7519 section 4.1.4: "on or after"
  const auto policy = lenient_policy();
  EXPECT_EQ(check(claims(), policy, at(kExp) - kTick), "none");
  EXPECT_EQ(check(claims(), policy, at(kExp)), "expired");
  EXPECT_EQ(check(claims(), policy, at(kExp) + kTick), "expired");
}

TEST(Claims, LeewayMovesExpNbfAndIatByExactlyItself) {
  const auto policy = lenient().leeway(Seconds{60}).build().value();
  EXPECT_EQ(check(claims(), policy, at(kExp + 60) - kTick), "none");
  EXPECT_EQ(check(claims(), policy, at(kExp + 60)), "expired");
  for (const auto* name : {"nbf", "iat"}) {
    const auto token = with(name, Json(std::int64_t{1'800'000'000}));
    EXPECT_EQ(check(token, policy, at(1'799'999'940)), "none");
    EXPECT_EQ(check(token, policy, at(1'799'999'940) - kTick), "not_yet_valid");
  }
}

TEST(Claims, NotYetValidBeforeNbfAndIat) {  // RFC 7519 section 4.1.5
  for (const auto* name : {"nbf", "iat"}) {
    const auto token = with(name, Json(std::int64_t{1'800'000'000}));
    EXPECT_EQ(check(token, lenient_policy(), kNow), "none");
    EXPECT_EQ(check(token, lenient_policy(), kNow - kTick), "not_yet_valid");
  }
}

TEST(Claims, FractionsOfSecondsCount) {  // RFC 7519 section 2, NumericDate
  const auto token = with("exp", Json(1'800'000'000.5));
  EXPECT_EQ(check(token, lenient_policy(), kNow + std::chrono::milliseconds{499}), "none");
  EXPECT_EQ(check(token, lenient_policy(), kNow + std::chrono::milliseconds{500}), "expired");
}

TEST(Claims, DatesThatAreNoneAreMalformed) {
  const auto infinite = std::numeric_limits<double>::infinity();
  const Json bad[] = {Json("1800001800"),
                      Json(true),
                      Json(nullptr),
                      Json::array(),
                      Json::object(),
                      Json(-1),
                      Json(-0.5),
                      Json(std::numeric_limits<double>::quiet_NaN()),
                      Json(infinite),
                      Json(-infinite),
                      Json(1e300),
                      Json(std::int64_t{253'402'300'800}),
                      Json(std::numeric_limits<std::int64_t>::max()),
                      Json(std::numeric_limits<std::int64_t>::min()),
                      Json(std::numeric_limits<std::uint64_t>::max())};
  for (const auto* name : {"exp", "nbf", "iat"}) {
    for (const auto& value : bad) {
      EXPECT_EQ(check(with(name, value), lenient_policy()), "malformed") << name << base::write_json(value);
    }
  }
  EXPECT_EQ(check(with("exp", Json(std::int64_t{253'402'300'799})), lenient_policy()), "none");
  EXPECT_EQ(check(with("exp", Json(0)), lenient_policy()), "expired");
}

TEST(Claims, ExpirationIsNeededUnlessLeftOutOnPurpose) {
  EXPECT_EQ(check(without("exp"), lenient_policy()), "missing_claim");
  EXPECT_EQ(check(without("exp"), lenient().allow_missing_expiration().build().value()), "none");
  EXPECT_EQ(check(claims(), lenient().allow_missing_expiration().build().value(), at(kExp)), "expired");
}

VerifyPolicy::Builder but_lifetime() {
  VerifyPolicy::Builder builder;
  builder.allow_any_issuer().allow_any_audience().allow_any_type().algs({Alg::HS256});
  return builder;
}

TEST(Claims, LifetimeIsBoundedExactly) {
  const auto hour = but_lifetime().max_lifetime(Seconds{3600}).build().value();
  EXPECT_EQ(check(claims(), hour), "none");
  EXPECT_EQ(check(with("exp", Json(kExp + 1)), hour), "lifetime_too_long");
  EXPECT_EQ(check(with("exp", Json(static_cast<double>(kExp) + 0.25)), hour), "lifetime_too_long");
  EXPECT_EQ(check(without("iat"), hour), "missing_claim");
  // Leeway is for clocks; a lifetime is a difference of one clock with itself.
  EXPECT_EQ(check(with("exp", Json(kExp + 1)),
                  but_lifetime().max_lifetime(Seconds{3600}).leeway(Seconds{60}).build().value()),
            "lifetime_too_long");
}

TEST(Claims, IssuerIsComparedExactly) {
  VerifyPolicy::Builder builder;
  builder.allow_any_audience().allow_any_type().allow_any_lifetime().algs({Alg::HS256});
  const auto policy = builder.issuer("https://a.example").issuer("https://b.example").build().value();
  EXPECT_EQ(check(with("iss", "https://a.example"), policy), "none");
  EXPECT_EQ(check(with("iss", "https://b.example"), policy), "none");
  for (const auto* other : {"https://a.example/", "https://A.example", "", "https://a.exampl"}) {
    EXPECT_EQ(check(with("iss", other), policy), "wrong_issuer") << other;
  }
  EXPECT_EQ(check(claims(), policy), "missing_claim");
  EXPECT_EQ(check(with("iss", Json::array({"https://a.example"})), policy), "malformed");
  EXPECT_EQ(check(with("iss", 5), lenient_policy()), "malformed");
}

TEST(Claims, AudienceIsAStringOrAnArray) {  // RFC 7519 section 4.1.3
  VerifyPolicy::Builder builder;
  builder.allow_any_issuer().allow_any_type().allow_any_lifetime().algs({Alg::HS256});
  const auto policy = builder.audience("orders").audience("billing").build().value();
  EXPECT_EQ(check(with("aud", "orders"), policy), "none");
  EXPECT_EQ(check(with("aud", Json::array({"stock", "billing"})), policy), "none");
  EXPECT_EQ(check(with("aud", "stock"), policy), "wrong_audience");
  EXPECT_EQ(check(with("aud", "order"), policy), "wrong_audience");
  EXPECT_EQ(check(with("aud", Json::array({"stock", "order"})), policy), "wrong_audience");
  EXPECT_EQ(check(with("aud", Json::array()), policy), "wrong_audience");
  EXPECT_EQ(check(claims(), policy), "missing_claim");
  for (const auto& bad : {Json(1), Json(nullptr), Json::object({{"orders", true}}), Json::array({"orders", 1})}) {
    EXPECT_EQ(check(with("aud", bad), policy), "malformed");
    EXPECT_EQ(check(with("aud", bad), lenient_policy()), "malformed");
  }
}

TEST(Claims, SubjectThatDiffersSaysSo) {
  const auto policy = lenient().subject("alice").build().value();
  EXPECT_EQ(check(claims(), policy), "none");
  EXPECT_EQ(check(without("sub"), policy), "missing_claim");
  const auto other = check_claims(with("sub", "mallory"), policy, kNow);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().reason, Reason::missing_claim);
  EXPECT_NE(other.error().what.find("is not the one that is required"), std::string::npos) << other.error().what;
  EXPECT_EQ(other.error().what.find("mallory"), std::string::npos);
  EXPECT_EQ(check(with("sub", 7), lenient_policy()), "malformed");
}

TEST(Claims, RequiredClaimsHaveToBeThere) {
  const auto policy = lenient().require("jti").require("scope").build().value();
  auto token = with("jti", nullptr);
  EXPECT_EQ(check(token, policy), "missing_claim");
  token.set("scope", "read");
  EXPECT_EQ(check(token, policy), "none");
}

std::string type(const char* expected, std::optional<std::string> typ) {
  VerifyPolicy::Builder builder;
  builder.allow_any_issuer().allow_any_audience().allow_any_lifetime().algs({Alg::HS256});
  const auto held = check_type(typ, builder.type(expected).build().value());
  return held ? "none" : std::string(base::word(held.error().reason));
}

TEST(Claims, TypeFollowsRfc7515Section419AndRfc8725Section311) {
  EXPECT_EQ(type("JWT", std::nullopt), "none");
  EXPECT_EQ(type("JWT", "jwt"), "none");
  EXPECT_EQ(type("JWT", "application/JWT"), "none");
  EXPECT_EQ(type("JWT", "at+jwt"), "wrong_type");
  EXPECT_EQ(type("JWT", ""), "wrong_type");
  EXPECT_EQ(type("at+jwt", "AT+JWT"), "none");
  EXPECT_EQ(type("at+jwt", "application/at+jwt"), "none");
  EXPECT_EQ(type("at+jwt", "application/at+jwt/x"), "wrong_type");
  EXPECT_EQ(type("at+jwt", std::nullopt), "wrong_type");
  EXPECT_EQ(type("at+jwt", "JWT"), "wrong_type");
  EXPECT_TRUE(check_type("anything", lenient_policy()));
}

TEST(Claims, APolicyThatIsSilentIsNotBuilt) {
  const auto nothing = VerifyPolicy::Builder{}.build();
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().reason, Reason::bad_value);
  for (const auto* word : {"issuer", "audience", "type", "lifetime", "algs"}) {
    EXPECT_NE(nothing.error().what.find(word), std::string::npos) << word;
  }
  using Say = void (*)(VerifyPolicy::Builder&);
  const Say all[] = {[](auto& b) { b.allow_any_issuer(); }, [](auto& b) { b.allow_any_audience(); },
                     [](auto& b) { b.allow_any_type(); }, [](auto& b) { b.allow_any_lifetime(); },
                     [](auto& b) { b.algs({Alg::HS256}); }};
  for (std::size_t silent = 0; silent < std::size(all); ++silent) {
    VerifyPolicy::Builder builder;
    for (std::size_t i = 0; i < std::size(all); ++i) {
      if (i != silent) all[i](builder);
    }
    EXPECT_FALSE(builder.build());
    all[silent](builder);
    EXPECT_TRUE(builder.build());
  }
}

TEST(Claims, APolicyThatContradictsItselfIsNotBuilt) {
  EXPECT_FALSE(lenient().issuer("x").build());
  EXPECT_FALSE(lenient().audience("x").build());
  EXPECT_FALSE(lenient().type("x").build());
  EXPECT_FALSE(lenient().max_lifetime(Seconds{1}).build());
  EXPECT_FALSE(lenient().leeway(Seconds{-1}).build());
  EXPECT_FALSE(but_lifetime().max_lifetime(Seconds{0}).build());
  EXPECT_FALSE(lenient().algs({}).build());
}

TEST(Claims, WhatIsNoObjectIsMalformed) {
  for (const auto& bad : {Json(nullptr), Json::array(), Json("x"), Json(1)}) {
    EXPECT_EQ(check(bad, lenient_policy()), "malformed");
  }
}

}  // namespace
}  // namespace jwtkeep::jose
