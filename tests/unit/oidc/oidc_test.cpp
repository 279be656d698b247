#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <thread>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/oidc/metadata.hpp"
#include "jwtkeep/oidc/provider.hpp"
#include "jwtkeep/oidc/token_answer.hpp"
#include "jwtkeep/oidc/userinfo.hpp"
#include "tests/unit/http/https_server.hpp"

namespace jwtkeep::oidc {
namespace {

using base::Json;
using base::Reason;

constexpr std::string_view kIssuer = "https://id.example.com/realms/a";

Json described() {
  return Json::object({{"issuer", kIssuer},
                       {"authorization_endpoint", "https://id.example.com/authorize"},
                       {"token_endpoint", "https://id.example.com/token"},
                       {"jwks_uri", "https://keys.example.com/jwks"}});
}

base::Result<Metadata> read(const Json& json, std::string_view issuer = kIssuer) {
  return read_metadata(base::write_json(json), issuer);
}

TEST(Metadata, StandsBehindTheIssuer) {
  EXPECT_EQ(metadata_url(kIssuer)->text(), "https://id.example.com/realms/a/.well-known/openid-configuration");
  EXPECT_EQ(metadata_url("https://id.example.com/")->text(), "https://id.example.com/.well-known/openid-configuration");
  EXPECT_TRUE(metadata_url("http://127.0.0.1:8080"));
  for (const auto* issuer : {"http://id.example.com", "id.example.com", "https://id.example.com/?x=1", ""}) {
    EXPECT_FALSE(metadata_url(issuer)) << issuer;
  }
}

TEST(Metadata, OfTheBareLeastIsTakenAsTheStandardMeansIt) {
  const auto metadata = read(described());
  ASSERT_TRUE(metadata) << metadata.error().what;
  EXPECT_EQ(metadata->algs, std::vector{jose::Alg::RS256});
  EXPECT_TRUE(metadata->secret_in_header);
  EXPECT_FALSE(metadata->says_who_answers);
  EXPECT_FALSE(metadata->userinfo_endpoint);
}

TEST(Metadata, HasTheAlgorithmsWithAPublicKeyAlone) {
  auto json = described();
  json.set("id_token_signing_alg_values_supported", Json::array({"none", "HS256", "ES256", "PS512", "X"}));
  EXPECT_EQ(read(json)->algs, (std::vector{jose::Alg::PS512, jose::Alg::ES256}));
  json.set("id_token_signing_alg_values_supported", Json::array({"none", "HS256"}));
  EXPECT_FALSE(read(json));
}

TEST(Metadata, OfAnotherIssuerIsRefused) {
  EXPECT_EQ(read(described(), "https://id.example.com/realms/b").error().reason, Reason::wrong_issuer);
  EXPECT_EQ(read(described(), "https://id.example.com/realms/a/").error().reason, Reason::wrong_issuer);
}

TEST(Metadata, LeadsNowhereThatOthersHear) {
  for (const auto* name : {"authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"}) {
    for (const auto* url :
         {"http://id.example.com/x", "http://127.0.0.1/x", "ftp://id.example.com", "javascript:x", ""}) {
      auto json = described();
      json.set(name, url);
      EXPECT_FALSE(read(json)) << name << url;
    }
  }
}

TEST(Metadata, WithoutTheFlowOrItsProtectionIsRefused) {
  auto json = described();
  json.set("response_types_supported", Json::array({"id_token"}));
  EXPECT_FALSE(read(json));
  json = described().set("code_challenge_methods_supported", Json::array({"plain"}));
  EXPECT_FALSE(read(json));
  json = described().set("token_endpoint_auth_methods_supported", Json::array({"client_secret_post"}));
  EXPECT_FALSE(read(json)->secret_in_header);
}

TEST(Trial, IsChallengedAsRfc7636AppendixBSays) {
  const Trial trial{.state = {}, .nonce = {}, .verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"};
  EXPECT_EQ(challenge_of(trial), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST(Trial, IsAnotherEachTime) {
  const auto trial = new_trial();
  EXPECT_EQ(trial.verifier.size(), 43U);  // RFC 7636 section 4.1: 43 to 128 characters
  EXPECT_NE(trial, new_trial());
  EXPECT_NE(trial.state, trial.nonce);
}

http::Response answer(int status, std::string_view body) {
  return {.status = status,
          .url = *http::Url::parse("https://id.example.com/token"),
          .fields = {},
          .body = base::SecretBytes::copy_of(body)};
}

TEST(TokenAnswer, HasItsTokens) {
  const auto both = read_token_answer(answer(200, R"({"id_token":"a.b.c","access_token":"x","token_type":"Bearer"})"));
  ASSERT_TRUE(both);
  EXPECT_EQ(both->id_token, base::SecretBytes::copy_of("a.b.c"));
  EXPECT_EQ(both->access_token, base::SecretBytes::copy_of("x"));
  const auto bound = read_token_answer(answer(200, R"({"id_token":"a.b.c","access_token":"x","token_type":"DPoP"})"));
  ASSERT_TRUE(bound);
  EXPECT_TRUE(bound->access_token.empty());
}

TEST(TokenAnswer, ThatRefusesSaysWhyInItsOwnWordAndNothingElse) {
  const auto refused = read_token_answer(answer(400, R"({"error":"invalid_grant","error_description":"<b>no</b>"})"));
  EXPECT_EQ(refused.error().reason, Reason::permission);
  EXPECT_EQ(refused.error().what, "https://id.example.com/token refuses: invalid_grant");
  const auto rude = read_token_answer(answer(401, R"({"error":"<script>"})"));
  EXPECT_EQ(rude.error().what, "https://id.example.com/token refuses: something else");
  EXPECT_EQ(read_token_answer(answer(503, "")).error().reason, Reason::io_failed);
  EXPECT_EQ(read_token_answer(answer(302, "{}")).error().reason, Reason::io_failed);
  for (const auto* body : {"", "[]", "{}", R"({"id_token":1})", R"({"id_token":"a","id_token":"b"})"}) {
    EXPECT_EQ(read_token_answer(answer(200, body)).error().reason, Reason::malformed) << body;
  }
}

TEST(Provider, IsMeantInFull) {
  const auto open = [](std::string name, std::string issuer, std::string client, std::vector<std::string> scopes) {
    return Provider::open({.name = std::move(name),
                           .issuer = std::move(issuer),
                           .client_id = std::move(client),
                           .client_secret = {},
                           .scopes = std::move(scopes),
                           .redirect_uri = "https://keys.example.com/login/sso/callback",
                           .ca_file = {}})
        .has_value();
  };
  const std::string issuer(kIssuer);
  EXPECT_TRUE(open("sso-2", issuer, "jwtkeep", {"email", "groups"}));
  EXPECT_FALSE(open("", issuer, "jwtkeep", {}));
  EXPECT_FALSE(open("S/O", issuer, "jwtkeep", {}));
  EXPECT_FALSE(open("sso", "http://id.example.com", "jwtkeep", {}));
  EXPECT_FALSE(open("sso", issuer, "", {}));
  EXPECT_FALSE(open("sso", issuer, "jwtkeep", {"two words"}));
}

TEST(Provider, ThatHangsIsWaitedForByOneAndAskedAnewOnlyLater) {
  using namespace std::chrono_literals;
  constexpr base::Instant kNow{1'800'000'000s};
  constexpr std::string_view kPath = "/realms/slow/.well-known/openid-configuration";
  auto& server = http::HttpsServer::get();
  server.tell(kPath, R"("status": 404, "hold": true)");
  auto provider = Provider::open({.name = "sso",
                                  .issuer = server.url("/realms/slow", "http"),
                                  .client_id = "jwtkeep",
                                  .client_secret = {},
                                  .scopes = {},
                                  .redirect_uri = "https://keys.example.com/login/sso/callback",
                                  .ca_file = {}});
  ASSERT_TRUE(provider) << provider.error().what;
  std::optional<base::Result<std::string>> first;
  std::optional<base::Result<std::string>> second;
  {
    const std::jthread waiting([&] { first = provider->login_url(new_trial(), kNow); });
    while (server.count(kPath) == 0) std::this_thread::sleep_for(1ms);
    second = provider->login_url(new_trial(), kNow);
    server.release();
  }
  EXPECT_EQ(second->error().reason, Reason::busy);
  EXPECT_EQ(first->error().reason, Reason::io_failed);
  EXPECT_EQ(provider->login_url(new_trial(), kNow + 29s).error().reason, Reason::io_failed);
  EXPECT_EQ(server.count(kPath), 1U) << "who comes soon after is told the same";
  server.tell(kPath, R"("status": 404)");
  EXPECT_EQ(provider->login_url(new_trial(), kNow + 10min).error().reason, Reason::io_failed);
  EXPECT_EQ(server.count(kPath), 2U);
}

TEST(Userinfo, AddsWhatTheIdTokenLacks) {
  auto claims = Json::object({{"sub", "1"}, {"name", "a"}});
  join_userinfo(claims, Json::object({{"sub", "1"}, {"name", "b"}, {"email", "a@b.c"}, {"email_verified", true}}));
  EXPECT_EQ(claims, Json::object({{"sub", "1"}, {"name", "a"}, {"email", "a@b.c"}, {"email_verified", true}}));
}

TEST(Userinfo, NeverChecksAnAddressOfTheIdToken) {
  const auto theirs = Json::object({{"sub", "1"}, {"email", "own@evil.example"}, {"email_verified", true}});
  const auto unchecked = Json::object({{"sub", "1"}, {"email", "boss@example.com"}});
  auto claims = unchecked;
  join_userinfo(claims, theirs);
  EXPECT_EQ(claims, unchecked);
  const auto without_address = Json::object({{"sub", "1"}, {"email_verified", true}});
  claims = without_address;
  join_userinfo(claims, Json::object({{"sub", "1"}, {"email", "boss@example.com"}}));
  EXPECT_EQ(claims, without_address);
}

}  // namespace
}  // namespace jwtkeep::oidc
