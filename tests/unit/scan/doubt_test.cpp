#include "jwtkeep/scan/doubt.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "jwtkeep/strength/known_list.hpp"

namespace jwtkeep::scan {
namespace {

struct Example {
  std::string_view value;
  Doubt doubt = Doubt::none;
  Certainty certainty = Certainty::named;
  std::string_view name = "JWT_SECRET";
  std::string_view path = "config/app.yaml";
  bool quoted = true;
};

Doubt doubt(const Example& example) {
  Candidate candidate;
  candidate.certainty = example.certainty;
  candidate.value = Characters(example.value);
  candidate.name = example.name;
  candidate.quoted = example.quoted;
  const SourceText source{.path = example.path, .text = {}, .language = language_of(example.path, {})};
  return doubt_of(candidate, source, strength::is_published(base::as_bytes(example.value)));
}

void expect(const std::vector<Example>& examples) {
  for (const auto& example : examples) {
    EXPECT_EQ(word(doubt(example)), word(example.doubt))
        << example.name << " = " << example.value << " in " << example.path;
  }
}

TEST(DoubtTest, WhatIsWrittenForAReaderIsNoSecret) {
  expect({
      {"", Doubt::blank},
      {"   ", Doubt::blank},
      {"${JWT_SECRET}", Doubt::reference},
      {"$JWT_SECRET", Doubt::reference},
      {"{{ .Values.jwt.secret }}", Doubt::reference},
      {"${{ secrets.JWT_SECRET }}", Doubt::reference},
      {"%env(JWT_SECRET)%", Doubt::reference},
      {"%JWT_SECRET%", Doubt::reference},
      {"$(JWT_SECRET)", Doubt::reference},
      {"process.env.JWT_SECRET", Doubt::reference},
      {"var.jwt_secret", Doubt::reference, Certainty::named, "jwt_secret", "main.tf", false},
      {"random_password.jwt.result", Doubt::reference, Certainty::named, "jwt_secret", "main.tf", false},
      {"config.get('x')", Doubt::reference, Certainty::named, "jwt_secret", "a.yaml", false},
      {"vault:secret/data/orders#jwt", Doubt::vault_path},
      {"arn:aws:secretsmanager:eu-central-1:123456789012:secret:x", Doubt::vault_path},
      {"op://Pantry/api-prod/jwt-secret", Doubt::vault_path},
      {"ENC[AES256_GCM,data:abc=,iv:x]", Doubt::sealed},
      {"$ANSIBLE_VAULT;1.1;AES256", Doubt::sealed},
      {"/run/secrets/jwt", Doubt::vault_path},
      {"/etc/keys/jwt", Doubt::path},
      {"./keys/private.pem", Doubt::path},
      {"C:\\keys\\jwt.key", Doubt::path},
      {"https://vault.example/v1/jwt", Doubt::url},
      {"<your-secret>", Doubt::placeholder},
      {"xxxxxxxxxxxxxxxx", Doubt::placeholder},
      {"********", Doubt::placeholder},
      {"...", Doubt::placeholder},
      {"[PROTECTED]", Doubt::placeholder},
      {"REPLACE-ME-WITH-A-SECRET", Doubt::placeholder},
      {"your-refresh-secret-goes-here", Doubt::placeholder, Certainty::named, "JWT_SECRET", ".env.example"},
      {"JWT_SECRET_KEY", Doubt::identifier},
      {"app:jwt:secret", Doubt::identifier},
      {"access_token", Doubt::identifier, Certainty::hinted, "TOKEN_KEY", "src/storage.ts"},
      {"HS256", Doubt::alg_name},
      {"k", Doubt::identifier, Certainty::hinted, "kSecretMembers", "src/a.cpp"},
      {"string", Doubt::type_name},
      {"null", Doubt::number},
      {"3600", Doubt::number, Certainty::hinted, "secretSeconds"},
      {"JWT_SECRET must have at least 32 characters", Doubt::prose},
      {"The secret is too short", Doubt::prose, Certainty::hinted, "secret", "src/i18n/en.js"},
      {"Sekret podpisu", Doubt::prose, Certainty::named, "jwt_secret", "res/values-pl/strings.xml"},
      {"-----BEGIN PUBLIC KEY-----\nMIIB", Doubt::public_key},
      {"sha256:6e7529c46abe889f744fdc54e52a919d", Doubt::hash},
      {"$2b$12$abcdefghijklmnopqrstuv", Doubt::hash},
      {"`openssl rand -base64 32`", Doubt::reference, Certainty::named, "JWT_SECRET", "setup.sh"},
      {"toBeModified1,toBeModified2", Doubt::placeholder, Certainty::named, "APP_KEYS", ".env.example"},
      {"encrypt", Doubt::alg_name, Certainty::sink, "", "src/jwa.py"},
      {"strict", Doubt::alg_name, Certainty::sink, "", "src/utils.py"},
      {"exp", Doubt::alg_name, Certainty::sink, "", "src/token.py"},
      {"new", Doubt::number, Certainty::hinted, "secret", "dist/a.js.map", false},
      {"jwtSecret is what signs the tokens.", Doubt::prose, Certainty::named, "docs.jwtSecret", "src/docs.go"},
      {"Cannot verify the token as its issuer does not match.", Doubt::prose, Certainty::named, "e.jwtSecret", "a.py"},
      {"oauth_token_secret", Doubt::identifier, Certainty::named, "token_secret", "src/twitter.py"},
      {"aws_secret_access_key", Doubt::identifier, Certainty::named, "SECRET_KEY", "src/s3.py"},
      {"secretBag", Doubt::own_name, Certainty::hinted, "LN_secretBag", "obj_mac.h"},
  });
}

TEST(DoubtTest, WhatAProgramWouldUseIsOne) {
  expect({
      {"secret"},
      {"changeme"},
      {"12345678"},
      {"your_jwt_secret", Doubt::none, Certainty::named, "JWT_SECRET", "src/config.js"},
      {"sea wall, sea holly, sea kale"},
      {"this is my custom Secret key for authentication"},
      {"barrel.stave.hoop.42"},
      {"vdVlx9AQk8xou9WSER57ojj5R+9Qv5u4G8MkUHepok1I"},
      {"/dVlx9AQk8xou9WSER57ojj5R+9Qv5u4G8MkUHepok1I"},
      {"2847055492902ee468b7e4848bcfb8db086814745a7635c4b29a31638802f353"},
      {"46cbd887-6305-4384-a0b2-57f4a9bfaada"},
      {"^SRtrH-DrDxwr&kXzk#k@hwWWtCwi5aSfJBV^z_JooMFYmyPJU"},
      {"secret", Doubt::none, Certainty::sink, "", "src/a.js"},
      {"x", Doubt::none, Certainty::sink, "", "src/a.js"},
      {"xBMGTOyjy3X/xRH9c6I20R6bHz5lmXI5inwnXDrZJFmg", Doubt::none, Certainty::hinted, "secret", "src/a.js"},
      {"my-own-secret-key", Doubt::none, Certainty::hinted, "secret", "src/a.js"},
      {"jwtSecret", Doubt::none, Certainty::named, "jwtSecret"},
      // In quotation marks nothing is read from anywhere.
      {"process.env.JWT_SECRET", Doubt::none, Certainty::sink, "", "src/a.js"},
      // A folder of samples has programs that run; what is called a sample has not.
      {"my-example-secret", Doubt::none, Certainty::sink, "", "examples/server/a.js"},
      {"my-example-secret", Doubt::placeholder, Certainty::sink, "", "src/server.example.js"},
      {"jam-jar/lid/stuck/again"},
      {"THIS IS USED TO SIGN AND VERIFY JWT TOKENS, REPLACE IT WITH YOUR OWN SECRET, IT CAN BE ANY STRING", Doubt::none,
       Certainty::hinted, "AppSettings.Secret", "appsettings.json"},
      {"orders/prod/jwt", Doubt::path},
  });
}

TEST(DoubtTest, WhatAStorageIsAskedForIsAName) {
  Candidate candidate;
  candidate.certainty = Certainty::named;
  candidate.value = Characters("jwt_secret");
  candidate.name = "jwtSecretKey";
  candidate.quoted = true;
  SourceText source{.path = "lib/keys.dart", .text = "const jwtSecretKey = 'jwt_secret';", .language = Language::dart};
  EXPECT_EQ(doubt_of(candidate, source, true), Doubt::none);
  source.text = "const jwtSecretKey = 'jwt_secret'; final _s = FlutterSecureStorage();";
  EXPECT_EQ(doubt_of(candidate, source, true), Doubt::identifier);
}

TEST(DoubtTest, RandomIsWhatNoNameLooksLike) {
  for (const auto* text : {"vdVlx9AQk8xou9WSER57ojj5R+9Qv5u4G8MkUHepok1I", "5000ccf6b7a8b93cc5743f42766d89ab",
                           "Kqo^8S-M_mB3KNC", "46cbd887-6305-4384-a0b2-57f4a9bfaada", "n0BbnMQ2DkbhoFBu"}) {
    EXPECT_TRUE(looks_random(text)) << text;
  }
  for (const auto* text : {"refreshTokenSecret", "secret_shared_prefs", "X-Auth-Token", "storefront.session-token",
                           "SecretToken2", "com.example.auth.JwtFilter", "aaaaaaaaaaaaaaaa", "short1"}) {
    EXPECT_FALSE(looks_random(text)) << text;
  }
}

}  // namespace
}  // namespace jwtkeep::scan
