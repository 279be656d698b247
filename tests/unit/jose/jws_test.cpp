// Tokens that must be refused, each named after the CVE or the RFC section that tells why.
#include "jwtkeep/jose/jws.hpp"

#include <gtest/gtest.h>

#include "sample.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;
using base::Reason;

constexpr std::string_view kClaims = R"({"sub":"alice","exp":1800001800})";

std::string reason_of(std::string_view token, TokenLimits limits = {}) {
  const auto parsed = UnverifiedToken::parse(token, limits);
  return parsed ? "none" : std::string(base::word(parsed.error().reason));
}

const SigningKey& hs() { return sample_key(Alg::HS256); }

TEST(Jws, ASignedTokenIsTakenByItsKey) {
  for (const auto alg : kEveryAlg) {
    const auto& key = sample_key(alg);
    const auto token = sign_jwt(key, claims()).value();
    const auto verified = verify(token, only(key.verify_key()), lenient_policy(), kNow);
    ASSERT_TRUE(verified) << verified.error().what;
    EXPECT_EQ(verified->claims(), claims());
    EXPECT_EQ(verified->kid(), "sample");
    EXPECT_EQ(verified->alg(), alg);
    EXPECT_EQ(base::write_json(verified->header()),
              R"({"alg":")" + std::string(name(alg)) + R"(","kid":"sample","typ":"JWT"})");
  }
}

TEST(Jws, Cve20159235NoneIsRefusedInEverySpelling) {
  for (const auto* none : {"none", "None", "NONE", "nOnE", "NoNe", " none", "none ", "none\\u0000", "\\u006eone", ""}) {
    SCOPED_TRACE(none);
    const auto header = R"({"alg":")" + std::string(none) + R"("})";
    const auto signed_one = forge(hs(), header, kClaims);
    const auto unsigned_one = signed_one.substr(0, signed_one.rfind('.') + 1);
    for (const auto alg : kEveryAlg) {
      EXPECT_EQ(refusal(signed_one, sample_key(alg).verify_key()), "alg_not_allowed");
      EXPECT_EQ(refusal(unsigned_one, sample_key(alg).verify_key()), "alg_not_allowed");
    }
  }
  EXPECT_EQ(refusal(forge(hs(), R"({"alg":"HS256"})", kClaims), hs().verify_key()), "none");
}

TEST(Jws, AlgNamesAreExact) {  // RFC 7515 section 4.1.1
  for (const auto* alg : {"hs256", "HS256 ", "Hs256", "HS2", "HS256\\u0000", "HS-256", "HS512"}) {
    EXPECT_EQ(refusal(forge(hs(), R"({"alg":")" + std::string(alg) + R"("})", kClaims), hs().verify_key()),
              "alg_not_allowed");
  }
  EXPECT_EQ(refusal(forge(hs(), R"({"alg":"\u0048S256"})", kClaims), hs().verify_key()), "none");  // the same string
}

TEST(Jws, Cve201610555PublicKeyAsHmacSecretIsRefused) {  // RFC 8725 section 2.1
  for (const auto alg : {Alg::RS256, Alg::ES256, Alg::EdDSA}) {
    const auto key = sample_key(alg).verify_key();
    const auto pem = key.public_key()->to_pem();
    const auto der = key.public_key()->to_spki();
    const auto jwk = base::write_json(public_jwk(key).value());
    for (const auto& stolen : {pem, pem.substr(0, pem.size() - 1), std::string(base::as_text(der)), jwk}) {
      const auto attacker = SigningKey::make("sample", Alg::HS256, secret(stolen)).value();
      EXPECT_EQ(refusal(sign_jwt(attacker, claims()).value(), key), "alg_not_allowed");
      // With the key's own alg in the header, the HMAC tag is no signature.
      const auto header = R"({"alg":")" + std::string(name(alg)) + R"(","kid":"sample"})";
      EXPECT_EQ(refusal(forge(attacker, header, kClaims), key), "bad_signature");
    }
    EXPECT_EQ(refusal(sign_jwt(sample_key(alg), claims()).value(), key), "none");
  }
}

TEST(Jws, AnAlgOfTheSameFamilyIsRefused) {
  const auto& key = *sample_key(Alg::HS256).secret();
  const auto other = SigningKey::make("sample", Alg::HS512, key.clone()).value();
  EXPECT_EQ(refusal(sign_jwt(other, claims()).value(), hs().verify_key()), "alg_not_allowed");
}

TEST(Jws, AnAlgOutsideThePolicyIsRefused) {
  const auto policy = lenient().algs({Alg::RS256}).build().value();
  const auto verified = verify(sign_jwt(hs(), claims()).value(), only(hs().verify_key()), policy, kNow);
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().reason, Reason::alg_not_allowed);
}

TEST(Jws, Cve20180114KeysInTheHeaderAreNeverUsed) {  // RFC 8725 sections 3.5 and 3.10
  const auto attacker =
      SigningKey::make("sample", Alg::ES256, crypto::PrivateKey::generate(crypto::KeyKind::ec_p256).value()).value();
  const auto jwk = base::write_json(public_jwk(attacker.verify_key()).value());
  const auto victim = sample_key(Alg::ES256).verify_key();
  for (const auto& extra : {R"("jwk":)" + jwk, std::string(R"("jku":"https://evil.example/jwks.json")"),
                            std::string(R"("x5u":"https://evil.example/cert.pem")"), std::string(R"("x5c":["MIIB"])"),
                            std::string(R"("x5t":"AAAA")"), std::string(R"("jwk":"not even a key")")}) {
    const auto header = R"({"alg":"ES256",)" + extra + "}";
    EXPECT_EQ(refusal(forge(attacker, header, kClaims), victim), "bad_signature") << extra;
    // They do no harm in a token that the right key made.
    EXPECT_EQ(refusal(forge(sample_key(Alg::ES256), header, kClaims), victim), "none") << extra;
  }
}

TEST(Jws, KidIsOnlyEverCompared) {  // RFC 8725 section 3.10: paths, SQL and shell in kid
  for (const auto* kid : {"../../../../dev/null", "/proc/sys/kernel/randomize_va_space", "x' UNION SELECT 'secret';--",
                          "sample\\u0000", "$(id)", "", "SAMPLE", "sample ", "%73ample"}) {
    SCOPED_TRACE(kid);
    const auto header = R"({"alg":"HS256","kid":")" + std::string(kid) + R"("})";
    EXPECT_EQ(refusal(forge(hs(), header, kClaims), hs().verify_key()), "key_mismatch");
    // As for /dev/null: the empty secret signs nothing.
    EXPECT_FALSE(VerifyKey::make(kid, Alg::HS256, base::SecretBytes{}));
  }
  const auto named = SigningKey::make("a'/../\"\n\xc3\xa9", Alg::HS256, hs().secret()->clone()).value();
  EXPECT_EQ(refusal(sign_jwt(named, claims()).value(), named.verify_key()), "none");
}

TEST(Jws, AShortSecretIsAKeyOnlyByAWishThatSaysSo) {  // RFC 7518 section 3.2
  const auto text = [](std::string_view secret) { return base::SecretBytes::copy_of(secret); };
  for (const auto alg : {Alg::HS256, Alg::HS384, Alg::HS512}) {
    EXPECT_FALSE(SigningKey::make("k", alg, text("hunter2")));
    EXPECT_FALSE(VerifyKey::make("k", alg, text("hunter2")));
    EXPECT_FALSE(SigningKey::make("k", alg, text(""), SecretSize::any));
    EXPECT_FALSE(VerifyKey::make("k", alg, text(""), SecretSize::any));
    const auto token = sign_jwt(SigningKey::make("k", alg, text("hunter2"), SecretSize::any).value(), claims()).value();
    EXPECT_EQ(refusal(token, VerifyKey::make("k", alg, text("hunter2"), SecretSize::any).value()), "none");
    EXPECT_EQ(refusal(token, VerifyKey::make("k", alg, text("hunter3"), SecretSize::any).value()), "bad_signature");
  }
  EXPECT_FALSE(VerifyKey::make("k", Alg::ES256, text("hunter2"), SecretSize::any));
}

TEST(Jws, AKeyWithoutKidTakesTokensOfAnyKid) {
  const auto key = VerifyKey::make("", Alg::HS256, hs().secret()->clone()).value();
  EXPECT_EQ(refusal(sign_jwt(hs(), claims()).value(), key), "none");
  EXPECT_EQ(refusal(forge(hs(), R"({"alg":"HS256"})", kClaims), hs().verify_key()), "none");
}

TEST(Jws, LookupErrorsAreTheVerifications) {
  const auto token = sign_jwt(hs(), claims()).value();
  for (const auto reason : {Reason::key_unknown, Reason::key_retired, Reason::key_compromised}) {
    const auto verified = verify(
        token, [&](const UnverifiedToken&) -> base::Result<VerifyKey> { return base::fail(reason, "x"); },
        lenient_policy(), kNow);
    ASSERT_FALSE(verified);
    EXPECT_EQ(verified.error().reason, reason);
  }
}

TEST(Jws, Cve202221449ZeroSignatureIsRefused) {
  const auto& key = sample_key(Alg::ES256);
  auto token = sign_jwt(key, claims()).value();
  EXPECT_EQ(refusal(token, key.verify_key()), "none");
  token.erase(token.rfind('.') + 1);
  EXPECT_EQ(refusal(token + base::base64url_encode(base::Bytes(64, 0)), key.verify_key()), "bad_signature");
  EXPECT_EQ(refusal(token, key.verify_key()), "bad_signature");
  // The DER form (0x30 0x06 0x02 0x01 0x00 ...) is not JOSE's form either.
  EXPECT_EQ(refusal(token + "MAYCAQACAQA", key.verify_key()), "bad_signature");
}

TEST(Jws, Cve20090217CutHmacTagsAreRefused) {
  const auto token = sign_jwt(hs(), claims()).value();
  const auto dot = token.rfind('.');
  const auto tag = base::base64url_decode(token.substr(dot + 1)).value();
  EXPECT_EQ(refusal(token, hs().verify_key()), "none");
  for (std::size_t size = 0; size < tag.size(); ++size) {
    const auto cut = token.substr(0, dot + 1) + base::base64url_encode(base::ByteView(tag).first(size));
    EXPECT_EQ(refusal(cut, hs().verify_key()), "bad_signature");
  }
}

TEST(Jws, Rfc4648Section35TrailingBitsAndPaddingAreMalformed) {
  const auto token = sign_jwt(hs(), claims()).value();
  ASSERT_EQ(refusal(token, hs().verify_key()), "none");
  // 32 bytes are 43 characters, of whose last one two bits are unused.
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const auto last = kAlphabet.find(token.back());
  for (std::size_t unused = 1; unused < 4; ++unused) {
    EXPECT_EQ(refusal(token.substr(0, token.size() - 1) + kAlphabet[last + unused], hs().verify_key()), "malformed");
  }
  for (const auto* tail : {"=", "==", "\n", " ", "\r\n", "+", "/", ".", "..", "%3D"}) {
    EXPECT_EQ(refusal(token + tail, hs().verify_key()), "malformed") << tail;
  }
  EXPECT_EQ(refusal(" " + token, hs().verify_key()), "malformed");
  EXPECT_EQ(refusal("Bearer " + token, hs().verify_key()), "malformed");
  EXPECT_EQ(refusal(token + std::string(1, '\0'), hs().verify_key()), "malformed");
}

TEST(Jws, Rfc7515Section4DuplicateMembersAreRefused) {
  for (const auto* header : {R"({"alg":"HS256","alg":"none"})", R"({"alg":"none","alg":"HS256"})",
                             R"({"alg":"HS256","kid":"sample","kid":"other"})", R"({"alg":"HS256","\u0061lg":"x"})",
                             R"({"alg":"HS256","x":{"a":1,"a":2}})"}) {
    EXPECT_EQ(refusal(forge(hs(), header, kClaims), hs().verify_key()), "duplicate_member") << header;
  }
  for (const auto* payload : {R"({"sub":"alice","sub":"admin","exp":1800001800})", R"({"exp":1,"exp":1800001800})",
                              R"({"exp":1800001800,"a":[{"b":1,"b":1}]})"}) {
    EXPECT_EQ(refusal(forge(hs(), R"({"alg":"HS256"})", payload), hs().verify_key()), "duplicate_member") << payload;
  }
  EXPECT_EQ(refusal(forge(hs(), R"({"alg":"HS256","x":{"alg":1}})", R"({"exp":1800001800,"x":{"exp":1}})"),
                    hs().verify_key()),
            "none");
}

TEST(Jws, Rfc7515Section4111CritAndRfc7797B64AreRefused) {
  for (const auto* extra : {R"("crit":["exp"])", R"("crit":["b64"],"b64":false)", R"("crit":[])", R"("crit":"b64")",
                            R"("crit":null)", R"("b64":false)", R"("b64":true)", R"("crit":["alg"])"}) {
    const auto header = R"({"alg":"HS256",)" + std::string(extra) + "}";
    EXPECT_EQ(refusal(forge(hs(), header, kClaims), hs().verify_key()), "crit_unsupported") << extra;
  }
  EXPECT_EQ(refusal(forge(hs(), R"({"alg":"HS256","other":["exp"]})", kClaims), hs().verify_key()), "none");
}

TEST(Jws, HeadersOfTheWrongShapeAreMalformed) {
  for (const auto* header : {"",
                             "{}",
                             "[]",
                             "null",
                             "\"alg\"",
                             "1",
                             R"({"typ":"JWT"})",
                             R"({"alg":null})",
                             R"({"alg":256})",
                             R"({"alg":["HS256"]})",
                             R"({"Alg":"HS256"})",
                             R"({"alg":"HS256","kid":1})",
                             R"({"alg":"HS256","kid":null})",
                             R"({"alg":"HS256","kid":["a"]})",
                             R"({"alg":"HS256","typ":1})",
                             R"({"alg":"HS256","cty":{}})",
                             R"({"alg":"HS256")",
                             R"({"alg":"HS256"}x)",
                             R"({"alg":"HS256"}{})",
                             R"({'alg':'HS256'})",
                             R"({"alg":"HS256",})",
                             R"({"alg":"HS256"/*x*/})",
                             "\xef\xbb\xbf{\"alg\":\"HS256\"}",
                             "{\"alg\":\"HS256\",\"x\":\"\xff\"}",
                             "{\"alg\":\"HS256\",\"x\":\"\xed\xa0\x80\"}",
                             R"({"alg":"HS256","x":"\ud800"})",
                             "{\"alg\":\"HS256\",\"x\":\"\n\"}",
                             R"({"alg":"HS256","x":1e999})"}) {
    EXPECT_EQ(refusal(forge(hs(), header, kClaims), hs().verify_key()), "malformed") << header;
  }
}

TEST(Jws, PayloadsThatAreNoClaimsAreMalformedButOnlyOnceTheSignatureHolds) {
  for (const auto* payload : {"", "[]", "null", "\"x\"", "1", "{", "{}x", "\xff", R"({"exp":NaN})", "not json"}) {
    const auto token = forge(hs(), R"({"alg":"HS256"})", payload);
    EXPECT_EQ(refusal(token, hs().verify_key()), "malformed") << payload;
    const auto stranger = SigningKey::make("", Alg::HS256, secret(std::string(32, 'x'))).value();
    EXPECT_EQ(refusal(token, stranger.verify_key()), "bad_signature");
  }
}

TEST(Jws, Cve202553864NestingIsBounded) {
  const auto nested = [](int depth) {
    return R"({"exp":1800001800,"x":)" + std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']') + "}";
  };
  EXPECT_EQ(refusal(forge(hs(), R"({"alg":"HS256"})", nested(31)), hs().verify_key()), "none");
  EXPECT_EQ(refusal(forge(hs(), R"({"alg":"HS256"})", nested(32)), hs().verify_key()), "malformed");
  EXPECT_EQ(refusal(forge(hs(), R"({"alg":"HS256"})", nested(5000)), hs().verify_key()), "malformed");
  auto header = nested(5000);
  header.insert(1, R"("alg":"HS256",)");
  EXPECT_EQ(refusal(forge(hs(), header, kClaims), hs().verify_key()), "malformed");
}

TEST(Jws, SizeIsBoundedExactly) {
  const auto token = sign_jwt(hs(), claims()).value();
  EXPECT_EQ(reason_of(token, {token.size()}), "none");
  EXPECT_EQ(reason_of(token, {token.size() - 1}), "too_large");
  EXPECT_EQ(reason_of(std::string(16384, 'A')), "malformed");
  EXPECT_EQ(reason_of(std::string(16385, 'A')), "too_large");
}

TEST(Jws, PartsAreThree) {
  for (const auto* token : {"", ".", "..", "...", "a", "a.b", "a.b.c.d", "a.b.c.d.e", ".e30.", "eyJhbGciOiJIUzI1NiJ9",
                            "eyJhbGciOiJIUzI1NiJ9.e30"}) {
    EXPECT_EQ(reason_of(token), "malformed") << token;
  }
  EXPECT_EQ(reason_of("eyJhbGciOiJIUzI1NiJ9.."), "none");  // an empty payload is a shape, not yet an answer
}

TEST(Jws, EveryCutOfATokenIsRefused) {
  for (const auto alg : {Alg::HS256, Alg::ES256}) {
    const auto token = sign_jwt(sample_key(alg), claims()).value();
    for (std::size_t size = 0; size < token.size(); ++size) {
      ASSERT_NE(refusal(token.substr(0, size), sample_key(alg).verify_key()), "none") << size;
    }
  }
}

TEST(Jws, EveryChangedCharacterIsRefused) {
  for (const auto alg : kEveryAlg) {
    const auto token = sign_jwt(sample_key(alg), claims()).value();
    const auto key = sample_key(alg).verify_key();
    for (std::size_t i = 0; i < token.size(); ++i) {
      for (const unsigned bit : {1U, 32U}) {
        auto changed = token;
        changed[i] = static_cast<char>(static_cast<unsigned char>(changed[i]) ^ bit);
        ASSERT_NE(refusal(changed, key), "none") << name(alg) << " at " << i;
      }
    }
  }
}

TEST(Jws, Rfc7518Section32ShortHmacKeysAreRefused) {
  const std::pair<Alg, std::size_t> needs[] = {{Alg::HS256, 32}, {Alg::HS384, 48}, {Alg::HS512, 64}};
  for (const auto& [alg, bytes] : needs) {
    EXPECT_TRUE(SigningKey::make("", alg, base::SecretBytes(bytes)));
    for (const auto size : {std::size_t{0}, std::size_t{1}, bytes - 1}) {
      const auto key = SigningKey::make("", alg, base::SecretBytes(size));
      ASSERT_FALSE(key);
      EXPECT_EQ(key.error().reason, Reason::key_mismatch);
      EXPECT_FALSE(VerifyKey::make("", alg, base::SecretBytes(size)));
    }
  }
}

TEST(Jws, KeysOfAnotherTypeThanTheAlgAreRefused) {
  int fitting = 0;
  for (const auto alg : kEveryAlg) {
    if (is_symmetric(alg)) continue;
    EXPECT_EQ(VerifyKey::make("", alg, base::SecretBytes(64)).error().reason, Reason::key_mismatch);
    const auto& pair = *sample_key(alg).private_key();
    for (const auto other : kEveryAlg) {
      const bool fits = scheme_for(other, pair.kind()).has_value();
      EXPECT_EQ(VerifyKey::make("", other, pair.public_key()).has_value(), fits);
      EXPECT_EQ(SigningKey::make("", other, pair).has_value(), fits);
      fitting += fits ? 1 : 0;
    }
  }
  // Six keys of RSA with six algs each, four curves with one, and EdDSA: Ed25519 and Ed448 each have two names.
  EXPECT_EQ(fitting, 6 * 6 + 4 + 2 + 2 + 2);
}

TEST(Jws, HeaderExtrasCannotTouchWhatTheKeyDecides) {
  for (const auto* taken : {"alg", "kid", "crit", "b64"}) {
    EXPECT_EQ(sign_compact(hs(), Json::object({{taken, "x"}}), {}).error().reason, Reason::bad_value) << taken;
  }
  EXPECT_FALSE(sign_compact(hs(), Json("x"), {}));
  EXPECT_FALSE(sign_compact(hs(), Json::object({{"typ", 1}}), {}));
  EXPECT_FALSE(sign_compact(hs(), Json::object({{"x", "\xff"}}), {}));
  EXPECT_FALSE(sign_compact(hs(), Json::object({{"x", Json(secret("hidden"))}}), {}));
  const auto token = sign_compact(hs(), Json::object({{"x", 1}, {"typ", "at+jwt"}}), base::as_bytes("{}")).value();
  EXPECT_EQ(base::write_json(UnverifiedToken::parse(token)->header()),
            R"({"alg":"HS256","kid":"sample","typ":"at+jwt","x":1})");
}

TEST(Jws, ClaimsThatNobodyCouldReadAreNotSigned) {
  EXPECT_EQ(sign_jwt(hs(), Json::array()).error().reason, Reason::bad_value);
  EXPECT_EQ(sign_jwt(hs(), Json("x")).error().reason, Reason::bad_value);
  EXPECT_EQ(sign_jwt(hs(), Json::object({{"a", Json::array({Json(secret("hidden"))})}})).error().reason,
            Reason::bad_value);
  EXPECT_EQ(sign_jwt(hs(), Json::object({{"a", "\xc3"}})).error().reason, Reason::bad_value);
  const auto strange = SigningKey::make("\xff", Alg::HS256, hs().secret()->clone()).value();
  EXPECT_EQ(sign_jwt(strange, claims()).error().reason, Reason::bad_value);
}

}  // namespace
}  // namespace jwtkeep::jose
