// The prepared verifier gives the verdicts of `verify`, reason by reason; what it shows is the token's own.
#include "jwtkeep/jose/verifier.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "allocation_count.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/jose/signer.hpp"
#include "jwtkeep/jose/verified_cache.hpp"
#include "sample.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;

/// One key of every algorithm, named after it.
const std::vector<SigningKey>& keys() {
  static const auto made = [] {
    std::vector<SigningKey> all;
    for (const auto alg : kEveryAlg) {
      const auto& sample = sample_key(alg);
      const auto kid = std::string(name(alg));
      all.push_back(sample.secret() != nullptr ? SigningKey::make(kid, alg, sample.secret()->clone()).value()
                                               : SigningKey::make(kid, alg, *sample.private_key()).value());
    }
    return all;
  }();
  return made;
}

const SigningKey& key_of(Alg alg) { return keys()[static_cast<std::size_t>(alg)]; }

VerifyPolicy strict_policy() {
  VerifyPolicy::Builder builder;
  builder.issuer("https://auth.example.com").issuer("other").audience("orders").type("JWT");
  builder.max_lifetime(std::chrono::hours{2}).leeway(std::chrono::seconds{5}).require("jti");
  return builder.algs({Alg::HS256, Alg::HS512, Alg::ES256, Alg::EdDSA, Alg::RS256}).build().value();
}

Verifier make_verifier(VerifyPolicy policy, VerifierOptions options = {}) {
  std::vector<VerifyKey> verify_keys;
  for (const auto& key : keys()) verify_keys.push_back(key.verify_key());
  return Verifier::make(std::move(verify_keys), std::move(policy), std::move(options)).value();
}

std::string strict_claims(std::string_view extra = "") {
  return R"({"iss":"https://auth.example.com","aud":["orders","x"],"sub":"alice","iat":1799998200,"exp":1800001800,"jti":"1")" +
         std::string(extra) + "}";
}

std::string told(const base::Error& error) {
  return std::string(base::word(error.reason)) + ": " + error.what + "; " + error.hint;
}

/// What `verify` says of the token: the error, or the claims.
std::string by_reference(const Verifier& verifier, std::string_view token, base::Instant now, TokenLimits limits = {}) {
  const auto verified = verify(
      token, [&](const UnverifiedToken& parsed) { return verifier.find_key(parsed); }, verifier.policy(), now, limits);
  if (!verified) return told(verified.error());
  return verified->kid() + base::write_json(verified->header()) + base::write_json(verified->claims());
}

std::string in_words(const base::Result<VerifiedView>& view) {
  if (!view) return told(view.error());
  const auto verified = view->to_verified_token();
  EXPECT_EQ(view->alg(), verified.alg());
  return verified.kid() + base::write_json(verified.header()) + base::write_json(verified.claims());
}

/// Twice, as the second time the header is known; and in a batch with others.
void expect_same(const Verifier& verifier, std::string_view token, base::Instant now, Workspace& workspace) {
  const auto expected = by_reference(verifier, token, now);
  EXPECT_EQ(in_words(verifier.verify(token, now, workspace)), expected) << token;
  EXPECT_EQ(in_words(verifier.verify(token, now, workspace)), expected) << token;
  std::vector<std::string_view> batch(19, token);
  batch[3] = "not a token";
  const auto answers = verifier.verify_batch(batch, now, workspace);
  ASSERT_EQ(answers.size(), batch.size());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    EXPECT_EQ(in_words(answers[i]), i == 3 ? by_reference(verifier, batch[3], now) : expected) << token;
  }
}

/// Headers and payloads at the edge of what is taken, each signed as it stands.
std::vector<std::string> edge_tokens() {
  std::vector<std::string> headers;
  for (const auto& key : keys()) {
    const auto alg = std::string(name(key.alg()));
    headers.push_back(R"({"alg":")" + alg + R"(","kid":")" + alg + R"(","typ":"JWT"})");
  }
  for (const std::string_view header :
       {R"({"alg":"HS256","kid":"HS256"})", R"({"kid":"HS256","typ":"at+jwt","alg":"HS256"})",
        R"({"alg":"HS256","kid":"HS256","typ":"application/jwt"})", R"({"alg":"none","kid":"HS256"})",
        R"({"alg":"HS512","kid":"HS256"})", R"({"alg":"HS256","kid":"unknown"})", R"({"alg":"HS256"})",
        R"({"alg":"HS256","kid":1})", R"({"alg":"HS256","kid":"HS256","kid":"HS256"})", R"({"kid":"HS256"})",
        R"({"alg":"HS256","kid":"HS256","crit":["b64"],"b64":true})", R"(["HS256"])",
        R"({"alg":"HS256","kid":"HS256"} )", R"({"alg":"HS256","kid":"HS256","cty":5})", "", "{"}) {
    headers.emplace_back(header);
  }
  std::vector<std::string> tokens;
  for (const auto& header : headers) {
    for (const auto& key : keys()) tokens.push_back(forge(key, header, strict_claims()));
  }
  return tokens;
}

std::vector<std::string> edge_payloads() {
  std::vector<std::string> payloads = {strict_claims(),
                                       strict_claims(R"(,"x":"\n")"),
                                       strict_claims(R"(,"x":1.5)"),
                                       strict_claims(R"(,"x":{"y":[1,{"z":null}]})"),
                                       strict_claims(R"(,"sub":"bob")"),
                                       strict_claims(R"(,"x":{"y":1,"y":1})"),
                                       strict_claims(",\"x\":\"\xc3\xa9\""),
                                       strict_claims(",\"x\":\"\xff\""),
                                       strict_claims(R"(,"sub":7)"),
                                       "[]",
                                       "",
                                       "{}",
                                       "null",
                                       strict_claims() + " ",
                                       strict_claims() + "x"};
  const auto with = [](std::string_view name, std::string_view value) {
    std::string text = "{";
    for (const auto& [member, usual] :
         std::initializer_list<std::pair<std::string_view, std::string_view>>{{"iss", R"("other")"},
                                                                              {"aud", R"("orders")"},
                                                                              {"iat", "1799998200"},
                                                                              {"exp", "1800001800"},
                                                                              {"jti", "1"}}) {
      const auto held = member == name ? value : usual;
      if (!held.empty()) text += (text.size() > 1 ? ",\"" : "\"") + std::string(member) + "\":" + std::string(held);
    }
    return text + "}";
  };
  for (const std::string_view value : {"",
                                       "null",
                                       "true",
                                       "1",
                                       "-1",
                                       "0",
                                       "1799999995",
                                       "1799999994.5",
                                       "1800000005",
                                       "1800000006",
                                       "1.8e9",
                                       "253402300799",
                                       "253402300800",
                                       "18446744073709551615",
                                       R"("1800001800")",
                                       R"("orders")",
                                       R"("other")",
                                       R"(["orders"])",
                                       R"(["a","b","orders"])",
                                       R"(["a",1,"orders"])",
                                       "[]",
                                       "{}",
                                       R"("https:\/\/auth.example.com")",
                                       R"("")"}) {
    for (const std::string_view name : {"iss", "aud", "iat", "exp", "jti"}) payloads.push_back(with(name, value));
  }
  return payloads;
}

TEST(Verifier, EveryHeaderIsJudgedAsByVerify) {
  const auto verifier = make_verifier(strict_policy());
  Workspace workspace;
  for (const auto& token : edge_tokens()) expect_same(verifier, token, kNow, workspace);
}

TEST(Verifier, EveryPayloadIsJudgedAsByVerify) {
  const auto verifier = make_verifier(strict_policy());
  Workspace workspace;
  for (const auto& payload : edge_payloads()) {
    expect_same(verifier, forge(key_of(Alg::HS256), R"({"alg":"HS256","kid":"HS256"})", payload), kNow, workspace);
  }
}

TEST(Verifier, EveryTimeIsJudgedAsByVerify) {
  const auto verifier = make_verifier(strict_policy());
  Workspace workspace;
  const auto token = forge(key_of(Alg::HS256), R"({"alg":"HS256","kid":"HS256"})", strict_claims());
  for (const auto at :
       {0LL, 1799998194LL, 1799998195LL, 1799998200LL, 1800001799LL, 1800001804LL, 1800001805LL, 1900000000LL}) {
    expect_same(verifier, token, base::Instant{base::Seconds{at}}, workspace);
    expect_same(verifier, token, base::Instant{base::Seconds{at}} + std::chrono::microseconds{1}, workspace);
  }
}

TEST(Verifier, EveryChangedCharacterIsJudgedAsByVerify) {
  const auto verifier = make_verifier(strict_policy());
  for (const auto alg : {Alg::HS256, Alg::ES256}) {
    Workspace workspace;
    const auto kid = std::string(name(alg));
    const auto token = forge(key_of(alg), R"({"alg":")" + kid + R"(","kid":")" + kid + R"("})", strict_claims());
    ASSERT_TRUE(verifier.verify(token, kNow, workspace));
    for (std::size_t at = 0; at < token.size(); ++at) {
      for (const char c : {'A', 'B', '.', '=', '-', '\0', '\x80'}) {
        auto changed = token;
        changed[at] = c;
        const auto expected = by_reference(verifier, changed, kNow);
        ASSERT_EQ(in_words(verifier.verify(changed, kNow, workspace)), expected) << changed;
      }
      auto shorter = token;
      shorter.erase(at, 1);
      ASSERT_EQ(in_words(verifier.verify(shorter, kNow, workspace)), by_reference(verifier, shorter, kNow)) << shorter;
      auto cut = token.substr(0, at);
      ASSERT_EQ(in_words(verifier.verify(cut, kNow, workspace)), by_reference(verifier, cut, kNow)) << cut;
    }
  }
}

RC_GTEST_PROP(VerifierProperty, MutatedTokensAreJudgedAsByVerify, ()) {
  static const auto verifier = make_verifier(strict_policy());
  static Workspace workspace;
  const auto alg = *rc::gen::elementOf(std::vector<Alg>(std::begin(kEveryAlg), std::end(kEveryAlg)));
  const auto payloads = edge_payloads();
  const auto kid = std::string(name(alg));
  auto token = forge(key_of(alg), R"({"alg":")" + kid + R"(","kid":")" + kid + R"("})", *rc::gen::elementOf(payloads));
  const auto changes = *rc::gen::inRange(0, 3);
  for (int i = 0; i < changes && !token.empty(); ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, token.size());
    switch (*rc::gen::inRange(0, 3)) {
      case 0: token[at] = *rc::gen::arbitrary<char>(); break;
      case 1: token.erase(at, *rc::gen::inRange<std::size_t>(1, 40)); break;
      default: token.insert(at, 1, *rc::gen::elementOf(std::string("A.-_={\"")));
    }
  }
  RC_ASSERT(in_words(verifier.verify(token, kNow, workspace)) == by_reference(verifier, token, kNow));
}

TEST(Verifier, LimitsAreVerifysOwn) {
  const TokenLimits limits{.size_bytes = 400};
  const auto verifier = make_verifier(strict_policy(), {.limits = limits, .cache = nullptr});
  Workspace workspace;
  for (std::size_t fill = 0; fill < 200; ++fill) {
    const auto token = forge(key_of(Alg::HS256), R"({"alg":"HS256","kid":"HS256"})",
                             strict_claims(R"(,"f":")" + std::string(fill, 'f') + "\""));
    EXPECT_EQ(in_words(verifier.verify(token, kNow, workspace)), by_reference(verifier, token, kNow, limits));
  }
}

TEST(Verifier, TheViewShowsTheClaims) {
  const auto verifier = make_verifier(lenient_policy());
  Workspace workspace;
  // The first is of the common shape, the second (with an escape and a fraction) is not.
  for (
      const std::string_view payload :
      {R"({"iss":"i","sub":"s","aud":["a","b"],"exp":1800001800,"iat":1799998200,"n":7,"ok":true,"no":null,"o":{"x":1}})",
       R"({"iss":"i","sub":"s","aud":["a","b"],"exp":1800001800.25,"iat":1799998200,"n":7,"ok":true,"no":null,"o":{"x":1},"e":"\t"})"}) {
    const auto token = forge(key_of(Alg::HS256), R"({"alg":"HS256","kid":"HS256"})", payload);
    const auto view = verifier.verify(token, kNow, workspace).value();
    EXPECT_EQ(view.issuer(), "i");
    EXPECT_EQ(view.subject(), "s");
    EXPECT_EQ(std::chrono::floor<std::chrono::seconds>(view.expires_at().value()).time_since_epoch().count(),
              1800001800);
    EXPECT_EQ(view.issued_at(), base::Instant{base::Seconds{1799998200}});
    EXPECT_EQ(view.integer("n"), 7);
    EXPECT_EQ(view.boolean("ok"), true);
    EXPECT_TRUE(view.has("no"));
    EXPECT_FALSE(view.has("x"));
    EXPECT_FALSE(view.text("n"));
    EXPECT_FALSE(view.text("x"));
    EXPECT_FALSE(view.integer("sub"));
    EXPECT_FALSE(view.boolean("n"));
    EXPECT_TRUE(view.holds_text("aud", "b"));
    EXPECT_FALSE(view.holds_text("aud", "c"));
    EXPECT_TRUE(view.holds_text("sub", "s"));
    EXPECT_FALSE(view.for_each_text("n", [](std::string_view) { FAIL(); }));
    EXPECT_EQ(view.claim("o"), Json::object({{"x", 1}}));
    EXPECT_FALSE(view.claim("x"));
    EXPECT_EQ(view.claims(), base::parse_json(payload).value());
    EXPECT_EQ(view.payload(), payload);
    EXPECT_EQ(view.kid(), "HS256");
    EXPECT_EQ(view.alg(), Alg::HS256);
  }
}

TEST(VerifierDeathTest, AViewOfAnEarlierTokenEndsTheProgram) {
  const auto verifier = make_verifier(lenient_policy());
  Workspace workspace;
  const auto token = forge(key_of(Alg::HS256), R"({"alg":"HS256","kid":"HS256"})", strict_claims());
  const auto view = verifier.verify(token, kNow, workspace).value();
  EXPECT_EQ(view.subject(), "alice");
  static_cast<void>(verifier.verify("x", kNow, workspace));
  EXPECT_DEATH(static_cast<void>(view.subject()), "");
}

TEST(Verifier, KeysAreFoundByTheirKid) {
  const auto one = key_of(Alg::HS256).verify_key();
  const auto two = key_of(Alg::ES256).verify_key();
  EXPECT_FALSE(Verifier::make({}, lenient_policy()));
  EXPECT_FALSE(Verifier::make({one, one}, lenient_policy()));
  const auto nameless = VerifyKey::make("", Alg::HS256, crypto::random_secret(32)).value();
  EXPECT_FALSE(Verifier::make({one, nameless}, lenient_policy()));
  ASSERT_TRUE(Verifier::make({nameless}, lenient_policy()));

  Workspace workspace;
  const auto no_kid = forge(key_of(Alg::HS256), R"({"alg":"HS256"})", strict_claims());
  EXPECT_TRUE(Verifier::make({one}, lenient_policy()).value().verify(no_kid, kNow, workspace));
  const auto several = Verifier::make({one, two}, lenient_policy()).value();
  EXPECT_EQ(several.verify(no_kid, kNow, workspace).error().reason, base::Reason::key_unknown);
  const auto other = forge(key_of(Alg::HS256), R"({"alg":"HS256","kid":"x"})", strict_claims());
  EXPECT_EQ(several.verify(other, kNow, workspace).error().reason, base::Reason::key_unknown);
}

TEST(Verifier, AKeysStandingActsAtOnce) {
  const auto cache = std::make_shared<VerifiedCache>();
  for (const bool cached : {false, true}) {
    auto verifier = make_verifier(strict_policy(), {.limits = {}, .cache = cached ? cache : nullptr});
    Workspace workspace;
    const auto token = forge(key_of(Alg::HS256), R"({"alg":"HS256","kid":"HS256"})", strict_claims());
    ASSERT_TRUE(verifier.verify(token, kNow, workspace));
    ASSERT_TRUE(verifier.verify(token, kNow, workspace));
    for (const auto& [standing, reason] : {std::pair{Standing::retired, base::Reason::key_retired},
                                           std::pair{Standing::not_yet_active, base::Reason::key_not_yet_active},
                                           std::pair{Standing::compromised, base::Reason::key_compromised}}) {
      ASSERT_TRUE(verifier.set_standing("HS256", standing));
      EXPECT_EQ(verifier.verify(token, kNow, workspace).error().reason, reason);
      expect_same(verifier, token, kNow, workspace);
    }
    EXPECT_TRUE(verifier.set_standing("HS256", Standing::usable));
    EXPECT_EQ(verifier.verify(token, kNow, workspace).error().reason, base::Reason::key_compromised);
    EXPECT_FALSE(verifier.set_standing("nobody", Standing::retired));
    const auto other = forge(key_of(Alg::ES256), R"({"alg":"ES256","kid":"ES256"})", strict_claims());
    EXPECT_TRUE(verifier.verify(other, kNow, workspace)) << "another key is not touched";
  }
}

/// A header that was learnt by one verifier says nothing to another, though it is the same memory that they use.
TEST(Verifier, AWorkspaceMayServeSeveralVerifiers) {
  const auto token = forge(key_of(Alg::HS256), R"({"alg":"HS256","kid":"HS256"})", strict_claims());
  const auto right = make_verifier(strict_policy());
  const auto other_secret = VerifyKey::make("HS256", Alg::HS256, crypto::random_secret(32)).value();
  const auto wrong = Verifier::make({other_secret}, strict_policy()).value();
  Workspace workspace;
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(right.verify(token, kNow, workspace));
    EXPECT_EQ(wrong.verify(token, kNow, workspace).error().reason, base::Reason::bad_signature);
  }
}

TEST(Verifier, ManyHeadersAreTakenInOneBatch) {
  const auto verifier = make_verifier(strict_policy());
  std::vector<std::string> tokens;
  for (int i = 0; i < 300; ++i) {
    const auto header = R"({"alg":"HS256","kid":"HS256","x":)" + std::to_string(i) + "}";
    tokens.push_back(forge(key_of(Alg::HS256), header, strict_claims()));
  }
  const std::vector<std::string_view> views(tokens.begin(), tokens.end());
  Workspace workspace;
  for (int round = 0; round < 3; ++round) {
    const auto answers = verifier.verify_batch(views, kNow, workspace);
    for (std::size_t i = 0; i < answers.size(); ++i) {
      ASSERT_TRUE(answers[i]);
      ASSERT_EQ(base::write_json(answers[i]->to_verified_token().header()),
                R"({"alg":"HS256","kid":"HS256","x":)" + std::to_string(i) + "}");
    }
  }
}

TEST(Verifier, ABatchOfEverythingAtOnce) {
  const auto verifier = make_verifier(strict_policy());
  std::vector<std::string> tokens = edge_tokens();
  for (const auto& payload : edge_payloads()) {
    for (const auto alg : {Alg::HS256, Alg::HS512, Alg::EdDSA}) {
      const auto kid = std::string(name(alg));
      tokens.push_back(forge(key_of(alg), R"({"alg":")" + kid + R"(","kid":")" + kid + R"("})", payload));
      auto forged = tokens.back();
      forged[forged.size() - 5] = forged[forged.size() - 5] == 'A' ? 'B' : 'A';
      tokens.push_back(forged);
    }
  }
  const std::vector<std::string_view> views(tokens.begin(), tokens.end());
  Workspace workspace;
  for (int round = 0; round < 2; ++round) {
    const auto answers = verifier.verify_batch(views, kNow, workspace);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      ASSERT_EQ(in_words(answers[i]), by_reference(verifier, tokens[i], kNow)) << tokens[i];
    }
  }
  EXPECT_TRUE(verifier.verify_batch({}, kNow, workspace).empty());
}

TEST(Verifier, NothingIsAllocatedAfterTheFirstTokens) {
  for (const auto alg : {Alg::HS256, Alg::HS384, Alg::HS512}) {
    const auto verifier = make_verifier(lenient_policy());
    const auto kid = std::string(name(alg));
    std::vector<std::string> tokens;
    for (int i = 0; i < 40; ++i) {
      tokens.push_back(forge(key_of(alg), R"({"alg":")" + kid + R"(","kid":")" + kid + R"("})",
                             strict_claims(",\"n\":" + std::to_string(i) + R"(,"realm":{"roles":["a","b"]})")));
    }
    const std::vector<std::string_view> views(tokens.begin(), tokens.end());
    Workspace workspace;
    for (int i = 0; i < 2; ++i) static_cast<void>(verifier.verify_batch(views, kNow, workspace));
    const auto before = allocations();
    std::size_t held = 0;
    for (const auto view : views) {
      const auto verified = verifier.verify(view, kNow, workspace);
      if (verified && verified->subject() == "alice" && verified->holds_text("aud", "orders")) ++held;
    }
    for (const auto& answer : verifier.verify_batch(views, kNow, workspace)) held += answer ? 1 : 0;
    EXPECT_EQ(allocations() - before, 0U);
    EXPECT_EQ(held, 80U);
  }
}

TEST(Signer, NothingIsAllocatedButTheFirstOutput) {
  const auto signer = Signer::make(key_of(Alg::HS256)).value();
  const auto claims = base::parse_json(strict_claims()).value();
  const auto text = strict_claims();
  std::string token;
  ASSERT_TRUE(signer.sign(claims, token));
  ASSERT_TRUE(signer.sign_text(text, token));
  const auto before = allocations();
  for (int i = 0; i < 10; ++i) {
    if (!signer.sign(claims, token) || !signer.sign_text(text, token)) FAIL();
  }
  EXPECT_EQ(allocations() - before, 0U);
}

TEST(Signer, MakesTheTokensOfSignJwt) {
  for (const auto& key : keys()) {
    const auto alg = name(key.alg());
    const bool repeatable = !alg.starts_with("ES") && !alg.starts_with("PS");  // those draw a number each time
    for (const std::string_view typ : {"JWT", "", "at+jwt"}) {
      const auto signer = Signer::make(key, typ).value();
      std::string token = "what was here before, longer than needed or shorter";
      for (const std::string_view payload : {R"({})", R"({"a":1})", R"({"sub":"é","x":[1.5,"\n",{"y":null}]})"}) {
        const auto claims = base::parse_json(payload).value();
        ASSERT_TRUE(signer.sign(claims, token));
        const auto expected = sign_jwt(key, claims, typ).value();
        if (repeatable) {
          EXPECT_EQ(token, expected);
        } else {
          EXPECT_EQ(token.substr(0, token.rfind('.')), expected.substr(0, expected.rfind('.')));
        }
        EXPECT_TRUE(verify_signature(UnverifiedToken::parse(token).value(), key.verify_key()));
        ASSERT_TRUE(signer.sign_text(payload, token));
        const auto parsed = UnverifiedToken::parse(token).value();
        EXPECT_EQ(base::as_text(parsed.untrusted_payload()), payload) << "as it stands";
        EXPECT_TRUE(verify_signature(parsed, key.verify_key()));
      }
    }
  }
}

TEST(Signer, RefusesWhatIsNoClaimsSet) {
  const auto signer = Signer::make(key_of(Alg::HS256)).value();
  std::string token;
  EXPECT_EQ(signer.sign(Json::array(), token).error().reason, base::Reason::bad_value);
  EXPECT_EQ(signer.sign(Json::object({{"a", "\xff"}}), token).error().reason, base::Reason::bad_value);
  EXPECT_EQ(signer.sign(Json::object({{"a", secret("x")}}), token).error().reason, base::Reason::bad_value);
  EXPECT_EQ(signer.sign_text("[]", token).error().reason, base::Reason::bad_value);
  EXPECT_EQ(signer.sign_text("", token).error().reason, base::Reason::malformed);
  EXPECT_EQ(signer.sign_text("{", token).error().reason, base::Reason::malformed);
  EXPECT_EQ(signer.sign_text("{\"a\":\"\xff\"}", token).error().reason, base::Reason::malformed);
  EXPECT_EQ(signer.sign_text(R"({"a":1,"a":2})", token).error().reason, base::Reason::duplicate_member);
}

}  // namespace
}  // namespace jwtkeep::jose
