#include "jwtkeep/scan/scanner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/mac.hpp"

namespace jwtkeep::scan {
namespace {

using testing::HasSubstr;
using testing::Not;
using namespace std::string_literals;

// 2026-01-01
constexpr base::Instant kNow{std::chrono::seconds{1767225600}};

std::string token_of(std::string_view secret, std::string_view claims) {
  const auto input = base::base64url_encode(base::as_bytes(R"({"alg":"HS256","typ":"JWT"})")) + "." +
                     base::base64url_encode(base::as_bytes(claims));
  const auto tag = crypto::hmac(crypto::Hash::sha256, base::SecretBytes::copy_of(secret), base::as_bytes(input));
  return input + "." + base::base64url_encode(tag);
}

std::vector<Finding> scan(std::string_view path, std::string_view text, ScannerOptions options = {}) {
  options.now = kNow;
  auto scanner = Scanner::create(options).value();
  std::vector<Finding> findings;
  scanner.scan({.bytes = base::as_bytes(text), .path = std::string(path)}, findings);
  scanner.crack(findings);
  return findings;
}

constexpr std::string_view kSecret = "gull+Breakwater+40_tern";

TEST(ScannerTest, TellsWhereWhatAndHowBad) {
  const auto findings =
      scan("src/auth.js", "const jwt = require('jsonwebtoken');\n\n  jwt.sign(x, '" + std::string(kSecret) + "');\n");
  ASSERT_EQ(findings.size(), 1U);
  const auto& one = findings[0];
  EXPECT_EQ(one.kind, Kind::call);
  EXPECT_EQ(one.certainty, Certainty::sink);
  EXPECT_EQ(one.severity, Severity::high);
  EXPECT_EQ(one.setting, Setting::source);
  EXPECT_EQ(one.place.begin, (Position{3, 16}));
  EXPECT_EQ(one.place.end, (Position{3, 16 + kSecret.size()}));
  EXPECT_EQ(one.place.line, "jwt.sign(x, 'gu********rn');");
  EXPECT_EQ(one.masked, "gu********rn");
  EXPECT_EQ(one.length_bytes, kSecret.size());
  EXPECT_EQ(one.strength, strength::Strength::weak);
  EXPECT_EQ(one.id.size(), 32U);
}

std::vector<std::string> names(const std::vector<Finding>& findings) {
  std::vector<std::string> all;
  for (const auto& finding : findings) all.push_back(finding.name);
  return all;
}

TEST(ScannerTest, WhatANameAloneIsWorth) {
  using Names = std::vector<std::string>;
  // `secret` of what? Where nothing is said of JWTs it has to be as long as one.
  EXPECT_EQ(names(scan("a.yml", "secret: 9fXq2LmZ7vTbR4\n")), Names{});
  EXPECT_EQ(names(scan("a.yml", "secret: 9fXq2LmZ7vTbR4wKc8YpN1sd\n")), Names{"secret"});
  EXPECT_EQ(names(scan("a.yml", "# of our jwt\nsecret: 9fXq2LmZ7vTbR4\n")), Names{"secret"});
  EXPECT_EQ(names(scan("jwt/a.yml", "secret: 9fXq2LmZ7vTbR4\n")), Names{"secret"});
  EXPECT_EQ(names(scan("a.go", "var secret = \"9fXq2LmZ7vTbR4\"\n")), Names{});
  EXPECT_EQ(names(scan("a.go", "var secret = \"9fXq2LmZ7vTbR4wKc8YpN1sd\"\n")), Names{"secret"});
  EXPECT_EQ(names(scan("a.go", "// of our jwt\nvar secret = \"9fXq2LmZ7vTbR4\"\n")), Names{"secret"});
  // What a name says by itself needs nothing around it; in Kubernetes' Secrets it may be encoded.
  EXPECT_EQ(names(scan("a.yml", "accessTokenSecret: heron71\n")), Names{"accessTokenSecret"});
  EXPECT_EQ(names(scan("a.yml", "kind: Secret\ndata:\n  app.env: QUNDRVNTX1RPS0VOX1NFQ1JFVD1oZXJvbjcx\n")),
            Names{"data.app.env.ACCESS_TOKEN_SECRET"});
  // A private key is none by its name, in code that says nothing of JWTs; by what it is it remains one.
  EXPECT_EQ(names(scan("a.go", "privateKey := \"9fXq2LmZ7vTbR4wKc8YpN1sd\"\n")), Names{});
}

/// Counts how often it is asked.
class Counting final : public Ownership {
 public:
  [[nodiscard]] std::vector<Owner> of_secret(const base::SecretBytes& /*key*/) const override {
    ++asked;
    return {Owner{.keyring = keyring::Name::parse("orders/prod").value(), .kid = "a", .state = {}}};
  }
  [[nodiscard]] std::vector<Owner> of_key_pair(std::string_view /*thumbprint*/) const override { return {}; }
  [[nodiscard]] std::vector<Owner> of_token(std::string_view /*token*/) const override { return {}; }
  mutable int asked = 0;
};

TEST(ScannerTest, AsksOnceWhoseASecretIs) {
  const Counting ownership;
  const auto findings =
      scan("a.env", "JWT_SECRET=heron71\nREFRESH_TOKEN_SECRET=heron71\nJWT_KEY=gull40\n", {.ownership = &ownership});
  ASSERT_EQ(findings.size(), 3U);
  for (const auto& finding : findings) {
    ASSERT_EQ(finding.owners.size(), 1U);
    EXPECT_EQ(finding.owners[0].kid, "a");
  }
  EXPECT_EQ(ownership.asked, 2);
}

TEST(ScannerTest, NoFindingHoldsItsSecret) {
  const auto text = "JWT_SECRET=" + std::string(kSecret) + " # once more: " + std::string(kSecret) +
                    "\nREFRESH_TOKEN_SECRET=" + std::string(kSecret) +
                    "\nTOKEN=" + token_of(kSecret, R"({"sub":"a"})") + "\n";
  const auto findings = scan("prod.env", text);
  ASSERT_EQ(findings.size(), 3U);
  for (const auto& one : findings) {
    for (const auto& shown : {one.place.line, one.masked, one.name, one.id, one.product}) {
      EXPECT_THAT(shown, Not(HasSubstr("ull+Breakwater+40_ter")));
      EXPECT_THAT(shown, Not(HasSubstr("eyJ")));
    }
  }
  EXPECT_THAT(scan("prod.env", text, {.reveal = true})[0].place.line, HasSubstr(kSecret));
}

TEST(ScannerTest, SeverityFollowsThePlace) {
  const auto severity = [](std::string_view path, std::string_view value) {
    const auto findings = scan(path, "JWT_SECRET=" + std::string(value) + "\n");
    return findings.size() == 1 ? word(findings[0].severity) : "none";
  };
  EXPECT_EQ(severity("deploy/prod.env", kSecret), "high");
  EXPECT_EQ(severity("tests/app.env", kSecret), "medium");
  EXPECT_EQ(severity("tests/app.env", "secret"), "low");
  EXPECT_EQ(severity("deploy/prod.env", "secret"), "high");
  EXPECT_EQ(severity("docs/setup.env", "your-256-bit-secret"), "low");
}

TEST(ScannerTest, SaysWhatATokenSaysAndWhetherItFalls) {
  const auto findings =
      scan("a.txt", "x " + token_of("secret", R"({"iss":"me","sub":"you","exp":1767225601,"iat":1})") + "\ny " +
                        token_of("nobody published this one", R"({"exp":1767225600})") + "\n");
  ASSERT_EQ(findings.size(), 2U);
  ASSERT_TRUE(findings[0].token && findings[1].token);
  EXPECT_EQ(findings[0].token->alg, "HS256");
  EXPECT_EQ(findings[0].token->issuer, "me");
  EXPECT_EQ(findings[0].token->subject, "you");
  EXPECT_EQ(findings[0].token->expires_at, kNow + std::chrono::seconds{1});
  EXPECT_TRUE(findings[0].token->cracked);
  EXPECT_EQ(findings[0].severity, Severity::high);
  EXPECT_FALSE(findings[1].token->cracked);
  EXPECT_EQ(findings[1].severity, Severity::low);  // it has expired
  EXPECT_FALSE(scan("a.txt", token_of("secret", R"({"sub":"a"})"), {.known_words = false}).at(0).token->cracked);
}

TEST(ScannerTest, TheIdOutlivesMovesAndNoChange) {
  const auto id = [](std::string_view text, std::string_view path = "a.env") { return scan(path, text)[0].id; };
  const auto base = id("JWT_SECRET=gull+Breakwater+40_tern\n");
  EXPECT_EQ(id("\n\nOTHER=1\n  JWT_SECRET=gull+Breakwater+40_tern\n"), base);
  EXPECT_NE(id("JWT_SECRET=gull+Breakwater+41_tern\n"), base);
  EXPECT_NE(id("JWT_SECRET=gull+Breakwater+40_tern\n", "b.env"), base);
  const auto twice = scan("a.env", "JWT_SECRET=gull+Breakwater+40_tern\nJWT_SECRET=gull+Breakwater+40_tern\n");
  ASSERT_EQ(twice.size(), 2U);
  EXPECT_EQ(twice[0].id, base);
  EXPECT_NE(twice[1].id, base);
}

TEST(ScannerTest, MarksAllowWithAReason) {
  const auto findings = scan("a.env", "JWT_SECRET=gull+Breakwater+40_tern # jwtkeep:allow only on this desk\n");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].allowed, "only on this desk");
}

TEST(ScannerTest, ReadsUtf16AndPieces) {
  std::string wide = "\xff\xfe";
  for (const char c : "JWT_SECRET=gull+Breakwater+40_tern\r\n"s) {
    wide += c;
    wide += '\0';
  }
  EXPECT_EQ(scan("a.env", wide).size(), 1U);

  auto scanner = Scanner::create({.now = kNow}).value();
  const auto text = "JWT_SECRET=gull+Breakwater+40_tern\nREFRESH_TOKEN_SECRET=stern+Breakwater+40_gull\n"s;
  std::vector<Finding> findings;
  scanner.scan({.bytes = base::as_bytes(text), .path = "a.env", .first_line = 1000, .is_piece = true, .tell_from = 20},
               findings);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].place.begin.line, 1001U);
}

TEST(ScannerTest, FindsInLongFilesWhatStandsInThem) {
  std::string text;
  while (text.size() < 3'000'000) text += "nothing of interest stands on this line\n";
  const auto middle = text.size() / 40 / 2 * 40;
  text.insert(middle, "JWT_SECRET=gull+Breakwater+40_tern\n");
  text += "REFRESH_TOKEN_SECRET=stern+Breakwater+40_gull\n";
  const auto findings = scan("a.env", text);
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].place.begin.line, middle / 40 + 1);
}

TEST(ScannerTest, BinariesAreNoTextButKeysInDerAre) {
  auto scanner = Scanner::create({.now = kNow}).value();
  std::vector<Finding> findings;
  EXPECT_EQ(
      scanner.scan({.bytes = base::as_bytes("\0\1\2JWT_SECRET=gull+Breakwater+40_tern"s), .path = "a.bin"}, findings),
      Seen::binary);
  EXPECT_TRUE(findings.empty());
  // Ed25519 (RFC 8410 section 10.3).
  const auto der = base::base64_decode("MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC").value();
  EXPECT_EQ(scanner.scan({.bytes = der, .path = "key.der"}, findings), Seen::binary);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].kind, Kind::der);
}

TEST(ScannerTest, NothingTakesLongOnRudeInput) {
  // Each of them once made some extractor look at the same bytes again and again; a minute would be ctest's own end.
  const std::size_t size = 512 << 10;
  for (const std::string piece :
       {"eyJ", "kty", "{\"kty\":", "-----BEGIN PRIVATE KEY-----", "jwt.sign(", "secret=", "${jwt.secret:", "MII", "\"",
        "'secret'+", "((((jwt", "- secret:\n ", "<secret>", "\\", "`${", "LS0tLS1CRUdJTi"}) {
    std::string text;
    while (text.size() < size) text += piece;
    for (const auto* path : {"a.js", "a.yaml", "a.sh", "a"}) scan(path, text);
  }
}

}  // namespace
}  // namespace jwtkeep::scan
