#include "jwtkeep/scan/name_hint.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "jwtkeep/scan/name_words.hpp"

namespace jwtkeep::scan {
namespace {

std::string words(std::string_view name) {
  const NameWords words(name);
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    text += std::string(i == 0 ? "" : i == words.last_segment() ? "|" : " ") + std::string(words[i]);
  }
  return text;
}

TEST(NameWordsTest, AreTheSameInEveryStyle) {
  for (const auto* name :
       {"JWT_SECRET", "jwtSecret", "jwt-secret", "JwtSecret", "jwt secret", "jwtsecret", "JWTSecret"}) {
    EXPECT_EQ(words(name), "jwt secret") << name;
  }
  EXPECT_EQ(words("Jwt:Key"), "jwt|key");
  EXPECT_EQ(words("Jwt__Key"), "jwt|key");
  EXPECT_EQ(words("spring.security.jwt.secret-key"), "spring security jwt|secret key");
  EXPECT_EQ(words("HS256Key"), "hs256 key");
  EXPECT_EQ(words("SECRETS[0].jwtKey2"), "secret 0|jwt key");
  EXPECT_EQ(words(""), "");
  EXPECT_EQ(words("..."), "");
}

TEST(NameWordsTest, OfALongNameTheEndCounts) {
  const auto name = std::string(1000, 'a') + "." + std::string(30, 'b') + ".jwt.secret";
  EXPECT_TRUE(NameWords(name).has_run({"jwt", "secret"}));
  std::string many;
  for (int i = 0; i < 60; ++i) many += "x_";
  EXPECT_EQ(NameWords(many + "secret").back(), "secret");
}

struct Names {
  NameHint hint;
  std::vector<std::string> names;
};

class NameHintTest : public testing::TestWithParam<Names> {};

TEST_P(NameHintTest, IsWhatPeopleMean) {
  for (const auto& name : GetParam().names) EXPECT_EQ(name_hint(name), GetParam().hint) << name;
}

INSTANTIATE_TEST_SUITE_P(
    All, NameHintTest,
    testing::Values(
        Names{NameHint::jwt_secret,
              {"JWT_SECRET",
               "jwtSecret",
               "jwt.secret",
               "Jwt:Key",
               "Jwt__SecretKey",
               "JWT_KEY",
               "jwtSigningKey",
               "app.jwt.secret",
               "spring.security.jwt.signing-key",
               "ACCESS_TOKEN_SECRET",
               "refreshTokenSecret",
               "REFRESH_SECRET",
               "tokenSecret",
               "TOKEN_SECRET",
               "jwt_secret_key",
               "JWT_SECRET_2",
               "kJwtSecret",
               "auth.jwt.hmac",
               "HASURA_GRAPHQL_JWT_SECRET",
               "GITEA__oauth2__JWT_SECRET",
               "jwtSecretKey",
               "AuthSecret",
               "secrets.jwt",
               "JwtSettings:Secret",
               "JwtConfig.SigningKey",
               "jwtPassphrase",
               "tokenSigningKey",
               "LIVEKIT_API_SECRET",
               "livekit.apiSecret"}},
        Names{NameHint::framework_key,
              {"SECRET_KEY", "SECRET_KEY_BASE", "secret_key_base", "production.secret_key_base", "APP_KEY",
               "APP_SECRET", "NEXTAUTH_SECRET", "play.http.secret.key", "DJANGO_SECRET_KEY", "AUTH_SECRET",
               "framework.secret", "API_TOKEN_SALT", "machineKey.validationKey", "signing_salt", "APP_KEYS"}},
        Names{NameHint::private_key, {"JWT_PRIVATE_KEY", "privateKey", "rsa.private-key", "PRIVATE_KEY"}},
        Names{NameHint::weak,
              {"secret", "SECRET", "kSecret", "secretKey", "app.secret", "signingKey", "hmacKey", "SESSION_SECRET",
               "sharedSecret", "apiSecret", "TOKEN_KEY", "authKey", "SecurityKey", "appSecret"}},
        Names{NameHint::none,
              {"jwtSecretName",
               "JWT_SECRET_FILE",
               "jwt.secret.path",
               "secretExpiry",
               "jwt_public_key",
               "JWT_ALGORITHM",
               "jwt.expiration",
               "tokenUrl",
               "JWT_ISSUER",
               "client_secret",
               "AWS_SECRET_ACCESS_KEY",
               "STRIPE_SECRET_KEY",
               "webhookSecret",
               "key",
               "name",
               "user",
               "jwt",
               "token",
               "accessToken",
               "secretsManager",
               "JWT_HEADER",
               "SLACK_SIGNING_SECRET",
               "jwt_errors.invalid_secret",
               "jwtSecretMissing",
               "jwt_secret.tags.Purpose",
               "SecretAccessKey",
               "oauth_token_secret",
               "serverHandshakeTrafficSecret",
               "exporter_secret",
               "JWT_SECRET_REQUIRED_ERROR",
               "secret_name",
               "jwtPublicKey",
               "",
               "password",
               "primaryKey",
               "keyboard",
               "monkey"}}));

}  // namespace
}  // namespace jwtkeep::scan
