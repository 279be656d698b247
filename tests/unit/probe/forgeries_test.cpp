// Each forgery with its proof: a verifier with exactly that flaw takes it, and takes no other forgery; a sound one
// refuses all.
#include "jwtkeep/probe/forgery.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/certificate.hpp"
#include "jwtkeep/crypto/mac.hpp"
#include "jwtkeep/crypto/signature.hpp"
#include "jwtkeep/jose/jwe.hpp"
#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/jose/jwt.hpp"
#include "jwtkeep/probe/plan.hpp"

#include "sample.hpp"

namespace jwtkeep::probe {
namespace {

using base::Json;

/// A token as a careless verifier takes it apart; the header is null where it is none.
struct Parts {
  std::vector<std::string> texts;
  std::string header_text, payload_text;
  Json header, claims;
  base::Bytes signature;

  [[nodiscard]] std::string input() const { return texts[0] + "." + texts[1]; }
  [[nodiscard]] std::string alg() const {
    const auto* alg = header.find("alg");
    return alg != nullptr && alg->string() != nullptr ? *alg->string() : "";
  }
  [[nodiscard]] std::string text_of(std::string_view member) const {
    const auto* value = header.find(member);
    return value != nullptr && value->string() != nullptr ? *value->string() : "";
  }
};

Parts take_apart(const std::string& token) {
  Parts parts;
  for (std::size_t at = 0; at <= token.size();) {
    const auto dot = std::min(token.find('.', at), token.size());
    parts.texts.push_back(token.substr(at, dot - at));
    at = dot + 1;
  }
  const auto text = [](const std::string& part) {
    const auto bytes = base::base64url_decode(part).value_or(base::Bytes{});
    return std::string(base::as_text(bytes));
  };
  parts.texts.resize(std::max<std::size_t>(parts.texts.size(), 3));
  parts.header_text = text(parts.texts[0]);
  parts.payload_text = text(parts.texts[1]);
  parts.header = base::parse_json(parts.header_text).value_or(Json());
  parts.claims = base::parse_json(parts.payload_text).value_or(Json());
  parts.signature = base::base64url_decode(parts.texts[2]).value_or(base::Bytes{});
  return parts;
}

bool hmac_holds(const Parts& parts, std::string_view secret) {
  return parts.alg() == "HS256" && crypto::verify_hmac(crypto::Hash::sha256, base::SecretBytes::copy_of(secret),
                                                       base::as_bytes(parts.input()), parts.signature);
}

/// Whether the owner's key made it, whatever the header says.
bool signature_holds(const Material& m, const Parts& parts) {
  const auto input = parts.input();
  const auto message = base::as_bytes(input);
  if (const auto* secret = m.signer->secret()) {
    return crypto::verify_hmac(crypto::Hash::sha256, *secret, message, parts.signature);
  }
  const auto scheme = jose::scheme_for(m.signer->alg(), m.signer->private_key()->kind());
  return crypto::verify(m.signer->private_key()->public_key(), *scheme, message, parts.signature);
}

/// Whether a sound verifier takes these claims: signed anew, under a header without anything else.
bool claims_hold(const Material& m, const Json& claims) {
  return claims.is_object() && is_sound(m, *jose::sign_jwt(*m.signer, claims));
}

/// A verifier that does not look at one claim, which then is as good as `value`; null takes it out.
Verifier without_check(const Material& m, const std::string& claim, const Json& value) {
  return [&m, claim, value](const std::string& token) {
    auto parts = take_apart(token);
    if (parts.texts.size() != 3 || !parts.header.is_object() || parts.header.find("crit") != nullptr) return false;
    if (!parts.claims.is_object() || !signature_holds(m, parts)) return false;
    parts.claims.erase(claim);
    if (!value.is_null()) parts.claims.set(claim, value);
    return base::base64url_encode(parts.signature) == parts.texts[2] && claims_hold(m, parts.claims);
  };
}

/// A verifier that takes this key besides its own.
Verifier trusting(const std::function<std::optional<jose::VerifyKey>(const Parts&)>& key_of) {
  return [key_of](const std::string& token) {
    const auto parts = take_apart(token);
    const auto key = key_of(parts);
    const auto unverified = jose::UnverifiedToken::parse(token);
    return key && unverified && jose::verify_signature(*unverified, *key);
  };
}

struct Example {
  KeyOf key;
  std::function<bool(const Material&, const std::string&)> flaw;  ///< takes what a sound verifier refuses
  std::function<std::chrono::microseconds(const std::string&)> takes = {};
  std::function<std::string(const std::string&)> fetches = {};
};

std::chrono::microseconds slow_if(bool slow) { return std::chrono::seconds{slow ? 5 : 0}; }

bool never(const Material& /*unused*/, const std::string& /*unused*/) { return false; }

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// Keeps those characters of base64url that stand for bytes, and the bits that do.
std::string canonical_signature(const std::string& part) {
  std::string kept;
  for (char c : part) {
    c = c == '+' ? '-' : c == '/' ? '_' : c;
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_') kept += c;
  }
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const std::size_t unused = kept.size() % 4 == 2 ? 0xfU : kept.size() % 4 == 3 ? 0x3U : 0;
  if (!kept.empty()) kept.back() = alphabet[alphabet.find(kept.back()) & ~unused];
  return kept;
}

bool strange_holds(const Material& m, const std::string& token, StrangeToken::Kind kind) {
  return std::ranges::any_of(m.strange, [&](const auto& s) { return s.kind == kind && s.token == token; });
}

const std::map<std::string_view, Example>& examples() {
  using Kind = StrangeToken::Kind;
  static const std::map<std::string_view, Example> all{
      {"none",
       {KeyOf::rsa, [](const Material&, const std::string& t) { return lower(take_apart(t).alg()) == "none"; }}},
      {"stripped",
       {KeyOf::rsa,
        [](const Material&, const std::string& t) {
          const auto parts = take_apart(t);
          return parts.alg() == "RS256" && parts.texts.size() == 3 && parts.texts[2].empty();
        }}},
      {"psychic",
       {KeyOf::ec,
        [](const Material&, const std::string& t) {
          const auto parts = take_apart(t);
          return parts.alg() == "ES256" && parts.signature == base::Bytes(64, 0) && parts.claims.is_object();
        }}},
      {"confusion",
       {KeyOf::rsa,
        [](const Material& m, const std::string& t) {
          return hmac_holds(take_apart(t), m.verifier_keys.front().key.to_pem());
        }}},
      {"blank-secret",
       {KeyOf::hmac,
        [](const Material&, const std::string& t) {
          const auto parts = take_apart(t);
          return parts.text_of("kid") == "key-1" && hmac_holds(parts, "");
        }}},
      {"weak-secret", {KeyOf::weak, never}},
      {"kid-traversal",
       {KeyOf::rsa,
        [](const Material&, const std::string& t) {
          const auto parts = take_apart(t);
          return parts.text_of("kid").ends_with("/dev/null") && hmac_holds(parts, "");
        }}},
      {"kid-injection",
       {KeyOf::rsa,
        [](const Material&, const std::string& t) {
          const auto parts = take_apart(t);
          const auto kid = parts.text_of("kid");
          std::smatch found;
          return std::regex_search(kid, found, std::regex("^x' UNION SELECT '([^']*)' --")) &&
                 hmac_holds(parts, found[1].str());
        }}},
      {"embedded-jwk",
       {KeyOf::rsa,
        [](const Material&, const std::string& t) {
          return trusting([](const Parts& parts) -> std::optional<jose::VerifyKey> {
            const auto* jwk = parts.header.find("jwk");
            if (jwk == nullptr) return std::nullopt;
            const auto text = base::write_json(*jwk);
            const auto read = jose::parse_jwk(std::string_view(text));
            const auto key = read ? jose::verify_key(*read) : base::fail(base::Reason::malformed, "");
            return key ? std::optional(*key) : std::nullopt;
          })(t);
        }}},
      {"embedded-x5c",
       {KeyOf::rsa,
        [](const Material&, const std::string& t) {
          return trusting([](const Parts& parts) -> std::optional<jose::VerifyKey> {
            const auto* chain = parts.header.find("x5c");
            if (chain == nullptr) return std::nullopt;
            const auto key = crypto::certificate_key(*base::base64_decode(*chain->items()->front().string()));
            return key ? std::optional(*jose::VerifyKey::make("", jose::Alg::RS256, *key)) : std::nullopt;
          })(t);
        }}},
      {"jku",
       {KeyOf::rsa,
        [](const Material& m, const std::string& t) {
          return trusting([&](const Parts& parts) {
            return parts.text_of("jku").starts_with(m.listener) ? std::optional(m.own->key.verify_key()) : std::nullopt;
          })(t);
        }}},
      {"x5u",
       {KeyOf::rsa,
        never,
        {},
        [](const std::string& t) {
          const auto url = take_apart(t).text_of("x5u");
          return url.substr(std::min(url.size(), std::string("http://127.0.0.1:1").size()));
        }}},
      {"expired",
       {KeyOf::hmac,
        [](const Material& m, const std::string& t) {
          return without_check(m, "exp", Json(std::int64_t{1'800'000'600}))(t);
        }}},
      {"not-yet-valid",
       {KeyOf::hmac, [](const Material& m, const std::string& t) { return without_check(m, "nbf", Json())(t); }}},
      {"future-iat",
       {KeyOf::hmac, [](const Material& m, const std::string& t) { return without_check(m, "iat", Json())(t); }}},
      {"wrong-audience",
       {KeyOf::hmac, [](const Material& m, const std::string& t) { return without_check(m, "aud", "orders")(t); }}},
      {"wrong-issuer",
       {KeyOf::hmac,
        [](const Material& m, const std::string& t) { return without_check(m, "iss", "https://issuer.example")(t); }}},
      {"other-environment",
       {KeyOf::hmac,
        [](const Material& m, const std::string& t) { return strange_holds(m, t, Kind::other_environment); }}},
      {"retired-key",
       {KeyOf::hmac, [](const Material& m, const std::string& t) { return strange_holds(m, t, Kind::retired); }}},
      {"compromised-key",
       {KeyOf::hmac, [](const Material& m, const std::string& t) { return strange_holds(m, t, Kind::compromised); }}},
      {"duplicate-claims",
       {KeyOf::hmac,
        [](const Material& m, const std::string& t) {
          // The first counts: what comes behind it is cut off.
          const auto parts = take_apart(t);
          const auto once = std::regex_replace(parts.payload_text, std::regex(R"((.*"exp":\d+.*),"exp":\d+\})"), "$1}");
          if (once == parts.payload_text || !signature_holds(m, parts)) return false;
          return claims_hold(m, base::parse_json(once).value_or(Json()));
        }}},
      {"duplicate-header",
       {KeyOf::hmac,
        [](const Material& m, const std::string& t) {
          const auto parts = take_apart(t);
          return parts.header_text.starts_with(R"({"alg":"HS256")") && parts.header_text.contains(R"(,"alg":)") &&
                 signature_holds(m, parts) && claims_hold(m, parts.claims);
        }}},
      {"crit",
       {KeyOf::hmac,
        [](const Material& m, const std::string& t) {
          const auto parts = take_apart(t);
          return parts.header.find("crit") != nullptr && signature_holds(m, parts) && claims_hold(m, parts.claims);
        }}},
      {"non-canonical",
       {KeyOf::hmac,
        [](const Material& m, const std::string& t) {
          const auto parts = take_apart(t);
          if (parts.texts.size() != 3 || parts.texts[2].empty()) return false;
          return is_sound(m, parts.input() + "." + canonical_signature(parts.texts[2]));
        }}},
      {"huge-token", {KeyOf::hmac, never, [](const std::string& t) { return slow_if(t.size() > 512'000); }}},
      {"pbes2-bomb",
       {KeyOf::hmac, never,
        [](const std::string& t) {
          const auto parts = take_apart(t);
          const auto* count = parts.header.find("p2c");
          return slow_if(parts.alg().starts_with("PBES2-") && count != nullptr && *count->integer() > 1'000'000);
        }}},
      {"zip-bomb",
       {KeyOf::rsa,
        [](const Material& m, const std::string& t) {
          if (take_apart(t).texts.size() != 5) return false;
          const auto key = jose::DecryptionKey::make("", jose::JweAlg::RSA_OAEP, *m.signer->private_key());
          return jose::decrypt(t, *key,
                               {.encs = {jose::Enc::A128CBC_HS256},
                                .inflate = crypto::InflateLimits{.size_bytes = 1U << 30U, .ratio = 2000}})
              .has_value();
        }}},
  };
  return all;
}

/// Ids of the findings of a run of every forgery against this verifier; bombs take a while.
std::set<std::string> findings(const Material& m, Service& service, bool bombs = true) {
  static std::map<std::pair<const Material*, bool>, std::vector<Planned>> plans;
  auto& planned = plans[{&m, bombs}];
  if (planned.empty()) planned = *plan(m, {.only = {}, .skip = {}, .bombs = bombs});
  const auto report = run(m.good, planned, {}, service.conduct(), signed_anew(m));
  EXPECT_TRUE(report);
  EXPECT_EQ(report->why, "");
  std::set<std::string> ids;
  for (const auto& finding : report->findings) ids.emplace(finding.forgery->id);
  return ids;
}

class Forgeries : public testing::TestWithParam<KeyOf> {};

TEST_P(Forgeries, AreAllRefusedByASoundVerifier) {
  const auto& m = material(GetParam());
  Service service{.verifier = [&](const std::string& token) { return is_sound(m, token); }};
  // The weak secret is a flaw of the key, which no verifier sees.
  const auto expected = GetParam() == KeyOf::weak ? std::set<std::string>{"weak-secret"} : std::set<std::string>{};
  EXPECT_EQ(findings(m, service), expected);
}

INSTANTIATE_TEST_SUITE_P(Keys, Forgeries, testing::Values(KeyOf::hmac, KeyOf::weak, KeyOf::rsa, KeyOf::ec));

TEST(Forgery, EachIsTakenByTheVerifierWithItsFlawAndNoOtherIs) {
  for (const auto& forgery : forgeries()) {
    const auto example = examples().find(forgery.id);
    ASSERT_NE(example, examples().end()) << forgery.id << " has no example of a verifier that takes it";
    const auto& m = material(example->second.key);
    Service service{
        .verifier = [&](const std::string& token) { return is_sound(m, token) || example->second.flaw(m, token); },
        .takes = example->second.takes,
        .fetches = example->second.fetches};
    EXPECT_EQ(findings(m, service, forgery.judging == Judging::strain), std::set<std::string>{std::string(forgery.id)});
  }
  EXPECT_EQ(examples().size(), forgeries().size());
}

TEST(Forgery, EachSaysWhatItMeansAndHowItIsMended) {
  std::set<std::string_view> ids;
  for (const auto& forgery : forgeries()) {
    EXPECT_TRUE(ids.insert(forgery.id).second) << forgery.id;
    EXPECT_FALSE(forgery.title.empty() || forgery.means.empty() || forgery.mend.empty()) << forgery.id;
    EXPECT_TRUE(forgery.cwe.starts_with("CWE-")) << forgery.id;
    ASSERT_FALSE(forgery.references.empty()) << forgery.id;
    for (const auto reference : forgery.references) {
      EXPECT_TRUE(reference.starts_with("CVE-") || reference.starts_with("RFC ")) << forgery.id << ": " << reference;
    }
    EXPECT_EQ(find_forgery(forgery.id), &forgery);
  }
  EXPECT_EQ(find_forgery("nothing"), nullptr);
}

TEST(Forgery, ThereAreNoneOfWhatIsNotKnownAndItSaysWhatGivesIt) {
  Material poor{.good = material(KeyOf::hmac).good, .now = kNow};
  const std::set<std::string_view> always{"none",          "stripped",      "blank-secret",
                                          "weak-secret",   "kid-traversal", "kid-injection",
                                          "non-canonical", "huge-token",    "pbes2-bomb"};
  for (const auto& forgery : forgeries()) {
    const auto made = forgery.make(poor);
    EXPECT_EQ(made.list.empty(), !always.contains(forgery.id)) << forgery.id;
    EXPECT_EQ(made.untried.empty(), always.contains(forgery.id)) << forgery.id;
  }
}

TEST(Forgery, TheNameOfAKeyStandsWhereTheGoodTokenHasOne) {
  auto m = material(KeyOf::hmac);
  m.good = *read_good_token(
      *jose::sign_jwt(*jose::SigningKey::make("", jose::Alg::HS256, m.signer->secret()->clone()), m.good.claims), kNow);
  for (const auto* id : {"expired", "crit", "duplicate-claims"}) {
    for (const auto& attempt : find_forgery(id)->make(m).list) {
      EXPECT_EQ(take_apart(attempt.token).header.find("kid"), nullptr) << id;
    }
  }
  // Our own key is looked for by its name.
  EXPECT_EQ(take_apart(find_forgery("jku")->make(m).list.front().token).text_of("kid"), m.own->key.kid());
}

TEST(Forgery, TheOwnersTokensAreMarked) {
  const auto& m = material(KeyOf::hmac);
  for (const auto& forgery : forgeries()) {
    for (const auto& attempt : forgery.make(m).list) {
      const auto parts = take_apart(attempt.token);
      if (parts.texts.size() == 3 && !parts.signature.empty() && signature_holds(m, parts)) {
        EXPECT_TRUE(attempt.owner_signed) << forgery.id << ": " << attempt.what;
      }
    }
  }
}

TEST(Confusion, TriesEveryFormOfTheKeyOnce) {
  const auto made = find_forgery("confusion")->make(material(KeyOf::rsa));
  std::set<std::string> tokens;
  std::string all;
  for (const auto& attempt : made.list) {
    EXPECT_TRUE(tokens.insert(attempt.token).second) << attempt.what;
    all += attempt.what + "\n";
  }
  for (const auto* form :
       {"HS256 with SPKI in PEM\n", "without its last newline", "with CR LF", "PKCS#1 in PEM\n", "PKCS#1 in DER",
        "SPKI in DER", "the JWK\n", "the JWK set", "the bytes of n", "OpenSSH's line", "HS512 with SPKI in PEM\n"}) {
    EXPECT_THAT(all, testing::HasSubstr(form));
  }
}

TEST(None, IsTriedInAll16Spellings) {
  std::set<std::string> spellings;
  for (const auto& attempt : find_forgery("none")->make(material(KeyOf::ec)).list) {
    const auto alg = take_apart(attempt.token).alg();
    if (lower(alg) == "none") spellings.insert(alg);
  }
  EXPECT_EQ(spellings.size(), 16U);
}

TEST(WeakSecret, IsLookedForInTheTokenItselfBeforeAnythingIsSent) {
  EXPECT_EQ(find_forgery("weak-secret")->make(material(KeyOf::weak)).list.size(), 1U);
  EXPECT_EQ(find_forgery("weak-secret")->make(material(KeyOf::hmac)).list.size(), 3U);
}

}  // namespace
}  // namespace jwtkeep::probe
