// Access tokens (RFC 9068): every claim that is missing, wrong or of the wrong kind refuses the token.
#include "jwtkeep/jose/profile_access_token.hpp"

#include <gtest/gtest.h>

#include "sample.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;
using base::Reason;

constexpr const char* kIssuer = "https://as.example/";
constexpr const char* kResource = "https://rs.example/";

const SigningKey& key() { return sample_key(Alg::ES256); }

AccessTokenPolicy::Builder usual() {
  AccessTokenPolicy::Builder builder;
  builder.issuer(kIssuer).resource(kResource).algs({Alg::ES256}).max_lifetime(base::Seconds{3600}).scope("read");
  return builder;
}

Json good() {
  auto made = claims();
  made.set("iss", kIssuer);
  made.set("aud", Json::array({kResource, "https://other.example/"}));
  made.set("client_id", "s6BhdRkqt3");
  made.set("jti", "dbe39bf3a3ba4238a513f51d6e1691c4");
  made.set("scope", "openid read write");
  return made;
}

std::string verdict(const Json& with, std::string_view typ = "at+jwt", const AccessTokenPolicy::Builder& by = usual()) {
  const auto verified =
      verify_access_token(sign_jwt(key(), with, typ).value(), only(key().verify_key()), by.build().value(), kNow);
  return verified ? "none" : std::string(base::word(verified.error().reason));
}

std::string without(const char* name) {
  auto changed = good();
  changed.erase(name);
  return verdict(changed);
}

std::string with(const char* name, Json value) {
  auto changed = good();
  changed.set(name, std::move(value));
  return verdict(changed);
}

TEST(AccessToken, AGoodOneTellsItsSubjectClientAndScopes) {
  const auto token = sign_access_token(key(), good()).value();
  const auto verified = verify_access_token(token, only(key().verify_key()), usual().build().value(), kNow);
  ASSERT_TRUE(verified) << verified.error().what;
  EXPECT_EQ(verified->subject(), "alice");
  EXPECT_EQ(verified->client(), "s6BhdRkqt3");
  EXPECT_EQ(verified->id(), "dbe39bf3a3ba4238a513f51d6e1691c4");
  EXPECT_EQ(verified->scopes(), (std::vector<std::string>{"openid", "read", "write"}));
  EXPECT_EQ(*verified->token().header().find("typ")->string(), "at+jwt");
}

TEST(AccessToken, Rfc9068Section4TypIsAtJwt) {
  for (const auto* typ : {"at+jwt", "AT+JWT", "application/at+jwt"}) EXPECT_EQ(verdict(good(), typ), "none") << typ;
  for (const auto* typ : {"JWT", "", "at", "at+jwt ", "x/at+jwt", "id+jwt"}) {
    EXPECT_EQ(verdict(good(), typ), "wrong_type") << typ;
  }
}

TEST(AccessToken, Rfc9068Section22RequiredClaims) {
  for (const auto* name : {"iss", "exp", "aud", "sub", "client_id", "iat", "jti"}) {
    EXPECT_EQ(without(name), "missing_claim") << name;
    auto changed = good();
    changed.erase(name);
    const auto made = sign_access_token(key(), changed);
    ASSERT_FALSE(made) << name;
    EXPECT_EQ(made.error().reason, Reason::bad_value);
  }
  for (const auto* name : {"sub", "client_id", "jti"}) {
    EXPECT_EQ(with(name, 1), "malformed") << name;
    EXPECT_EQ(with(name, nullptr), "malformed") << name;
    EXPECT_EQ(with(name, ""), "malformed") << name;
  }
  EXPECT_EQ(with("iat", "now"), "malformed");
  EXPECT_EQ(with("scope", Json::array({"read"})), "malformed");
}

TEST(AccessToken, Rfc9068Section4IssuerAudienceAndTimes) {
  EXPECT_EQ(with("iss", "https://as.example"), "wrong_issuer");  // exact: the slash is missing
  EXPECT_EQ(with("aud", "https://other.example/"), "wrong_audience");
  EXPECT_EQ(with("aud", Json::array({})), "wrong_audience");
  EXPECT_EQ(with("aud", kResource), "none");
  EXPECT_EQ(with("exp", std::int64_t{1'800'000'000}), "expired");
  EXPECT_EQ(with("iat", std::int64_t{1'799'998'199}), "lifetime_too_long");
}

TEST(AccessToken, ScopesAndClients) {
  EXPECT_EQ(without("scope"), "missing_claim");
  for (const auto* scope : {"", "reader", "READ", "write", "re ad", "read,write", "read\twrite"}) {
    EXPECT_EQ(with("scope", scope), "missing_claim") << scope;
  }
  for (const auto* scope : {"read", "write read", "read  write", " read"}) EXPECT_EQ(with("scope", scope), "none");
  EXPECT_EQ(verdict(good(), "at+jwt", usual().scope("admin")), "missing_claim");
  EXPECT_EQ(verdict(good(), "at+jwt", usual().client("other")), "missing_claim");
  EXPECT_EQ(verdict(good(), "at+jwt", usual().client("other").client("s6BhdRkqt3")), "none");
}

TEST(AccessToken, APolicyHasToSayEverything) {
  const auto said = [](const AccessTokenPolicy::Builder& builder) { return builder.build().has_value(); };
  EXPECT_TRUE(said(usual()));
  EXPECT_FALSE(said({}));
  const auto rest = [] { return AccessTokenPolicy::Builder{}.algs({Alg::ES256}); };
  EXPECT_FALSE(said(rest().issuer(kIssuer).resource(kResource).max_lifetime(base::Seconds{60})));  // scope
  EXPECT_FALSE(said(rest().issuer(kIssuer).resource(kResource).scope("a")));                       // lifetime
  EXPECT_FALSE(said(rest().issuer(kIssuer).scope("a").allow_any_lifetime()));                      // resource
  EXPECT_FALSE(said(rest().resource(kResource).scope("a").allow_any_lifetime()));                  // issuer
  EXPECT_FALSE(said(usual().allow_any_scope()));
  EXPECT_TRUE(said(rest().issuer(kIssuer).resource(kResource).allow_any_scope().allow_any_lifetime()));
}

}  // namespace
}  // namespace jwtkeep::jose
