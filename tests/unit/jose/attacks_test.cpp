// Attacks on other libraries, each named after its CVE or after the section of the RFC that forbids it, with the
// nearest token or key that is to be taken. docs/attacks.md lists them all; those that stand elsewhere too.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "jwtkeep/crypto/mac.hpp"
#include "sample.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;
using base::Reason;

constexpr std::string_view kClaims = R"({"sub":"alice","exp":1800001800})";

const SigningKey& hs() { return sample_key(Alg::HS256); }

std::string header_of(Alg alg) { return R"({"alg":")" + std::string(name(alg)) + R"("})"; }

std::vector<Alg> asymmetric_algs() {
  std::vector<Alg> found;
  std::ranges::copy_if(kEveryAlg, std::back_inserter(found), [](Alg alg) { return !is_symmetric(alg); });
  return found;
}

/// A token in its parts, to be put together again.
struct Parts {
  std::string input;  ///< header and payload with their dot
  base::Bytes signature;

  explicit Parts(std::string_view token)
      : input(token.substr(0, token.rfind('.'))),
        signature(base::base64url_decode(token.substr(token.rfind('.') + 1)).value()) {}
  [[nodiscard]] std::string with(base::ByteView other) const { return input + "." + base::base64url_encode(other); }
};

/// Signs these very characters, whatever encoding they are in.
std::string sign_input(const std::string& input) {
  const auto tag = crypto::hmac(crypto::Hash::sha256, *hs().secret(), base::as_bytes(input));
  return input + "." + base::base64url_encode(tag);
}

TEST(Attacks, Cve20181000531NoneIsNoAlgorithmOfAnyKeyOrPolicy) {
  for (const auto* none : {"none", "None", "NONE", ""}) EXPECT_FALSE(alg_from_name(none));
  EXPECT_TRUE(alg_from_name("HS256"));
  // A lookup that gives a key to everybody does not help, and there is no key whose signature is empty.
  const auto unsecured = base::base64url_encode(base::as_bytes(R"({"alg":"none"})")) + "." +
                         base::base64url_encode(base::as_bytes(kClaims)) + ".";
  for (const auto alg : kEveryAlg) {
    EXPECT_EQ(refusal(unsecured, sample_key(alg).verify_key()), "alg_not_allowed");
    EXPECT_FALSE(VerifyKey::make("", alg, base::SecretBytes{}));
  }
  const auto silent = lenient().algs({}).build();
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.error().reason, Reason::bad_value);
}

TEST(Attacks, Cve202028042EmptyAndZeroSignaturesAreRefused) {
  for (const auto alg : kEveryAlg) {
    SCOPED_TRACE(name(alg));
    const auto key = sample_key(alg).verify_key();
    const auto token = forge(sample_key(alg), header_of(alg), kClaims);
    ASSERT_EQ(refusal(token, key), "none");
    const Parts parts(token);
    EXPECT_EQ(refusal(parts.with({}), key), "bad_signature");
    EXPECT_EQ(refusal(parts.with(base::Bytes(1, 0)), key), "bad_signature");
    EXPECT_EQ(refusal(parts.with(base::Bytes(parts.signature.size(), 0)), key), "bad_signature");
    EXPECT_EQ(refusal(parts.with(base::Bytes(parts.signature.size(), 0xff)), key), "bad_signature");
    EXPECT_EQ(refusal(parts.input, key), "malformed");
    EXPECT_EQ(refusal(parts.input + ".null", key), "bad_signature");
  }
}

/// `ssh-ed25519 AAAA...` and `ecdsa-sha2-nistp256 AAAA...` (RFC 4253 section 6.6, RFC 5656 section 3.1).
std::string open_ssh_form(const crypto::PublicKey& key) {
  std::string blob;
  const auto add = [&](std::string_view part) {
    for (int shift = 24; shift >= 0; shift -= 8) blob += static_cast<char>(part.size() >> static_cast<unsigned>(shift));
    blob += part;
  };
  const auto numbers = key.components();
  std::string type;
  if (const auto* okp = std::get_if<crypto::OkpPublic>(&numbers)) {
    type = "ssh-ed25519";
    add(type);
    add(base::as_text(okp->x));
  } else {
    const auto& ec = std::get<crypto::EcPublic>(numbers);
    type = "ecdsa-sha2-nistp256";
    add(type);
    add("nistp256");
    add("\x04" + std::string(base::as_text(ec.x)) + std::string(base::as_text(ec.y)));
  }
  return type + " " + base::base64_encode(base::as_bytes(blob));
}

TEST(Attacks, Cve202229217AndCve202433663OpenSshFormsAsHmacSecretsAreRefused) {
  for (const auto alg : {Alg::ES256, Alg::EdDSA, Alg::Ed25519}) {
    const auto key = sample_key(alg).verify_key();
    const auto ssh = open_ssh_form(*key.public_key());
    for (const auto& stolen : {ssh, ssh + "\n", ssh + " user@host"}) {
      const auto attacker = SigningKey::make("sample", Alg::HS256, secret(stolen)).value();
      EXPECT_EQ(refusal(forge(attacker, R"({"alg":"HS256"})", kClaims), key), "alg_not_allowed");
      EXPECT_EQ(refusal(forge(attacker, header_of(alg), kClaims), key), "bad_signature");
    }
    EXPECT_EQ(refusal(sign_jwt(sample_key(alg), claims()).value(), key), "none");
  }
}

TEST(Attacks, Cve202454150EveryAsymmetricAlgAgainstEveryHmac) {
  for (const auto alg : asymmetric_algs()) {
    SCOPED_TRACE(name(alg));
    const auto key = sample_key(alg).verify_key();
    const auto& pair = *key.public_key();
    const auto spki = pair.to_spki();
    const std::string texts[] = {pair.to_pem(), std::string(base::as_text(spki)), base::base64_encode(spki),
                                 base::write_json(public_jwk(key).value())};
    for (const auto hmac : {Alg::HS256, Alg::HS384, Alg::HS512}) {
      for (const auto& text : texts) {
        auto padded = text;
        if (padded.size() < 64) padded.resize(64);
        const auto attacker = SigningKey::make("sample", hmac, secret(padded)).value();
        EXPECT_EQ(refusal(sign_jwt(attacker, claims()).value(), key), "alg_not_allowed");
        EXPECT_EQ(refusal(forge(attacker, header_of(alg), kClaims), key), "bad_signature");
      }
    }
    // A public text is no secret to start with: nothing here makes an HMAC key of it.
    EXPECT_FALSE(VerifyKey::make("", Alg::HS256, pair));
    EXPECT_EQ(refusal(sign_jwt(sample_key(alg), claims()).value(), key), "none");
  }
}

TEST(Attacks, Cve20180114TheEmbeddedKeyOfTheAttackerIsNotUsedForAnyAlg) {
  for (const auto alg : asymmetric_algs()) {
    SCOPED_TRACE(name(alg));
    const auto kind = *kind_for(alg);
    if (kind == crypto::KeyKind::rsa && alg != Alg::RS256 && alg != Alg::PS256) continue;  // RSA keys take long to make
    const auto attacker = SigningKey::make("sample", alg, crypto::PrivateKey::generate(kind, 2048).value()).value();
    const auto jwk = public_jwk(attacker.verify_key()).value();
    const auto header = base::write_json(Json::object({{"alg", name(alg)}, {"kid", "sample"}, {"jwk", jwk}}));
    EXPECT_EQ(refusal(forge(attacker, header, kClaims), sample_key(alg).verify_key()), "bad_signature");
    EXPECT_EQ(refusal(forge(sample_key(alg), header, kClaims), sample_key(alg).verify_key()), "none");
  }
}

/// The SEQUENCE of two INTEGERs of a raw signature (RFC 3279 section 2.2.3).
base::Bytes der_of(base::ByteView raw) {
  base::Bytes content;
  for (const auto half : {raw.first(raw.size() / 2), raw.subspan(raw.size() / 2)}) {
    auto rest = half;
    while (rest.size() > 1 && rest.front() == 0) rest = rest.subspan(1);
    base::Bytes number(rest.begin(), rest.end());
    if (number.front() >= 0x80) number.insert(number.begin(), 0);
    content.push_back(0x02);
    content.push_back(static_cast<std::uint8_t>(number.size()));
    content.insert(content.end(), number.begin(), number.end());
  }
  base::Bytes der{0x30};
  if (content.size() >= 0x80) der.push_back(0x81);
  der.push_back(static_cast<std::uint8_t>(content.size()));
  der.insert(der.end(), content.begin(), content.end());
  return der;
}

TEST(Attacks, Rfc7518Section34DerSignaturesAreRefused) {
  for (const auto alg : {Alg::ES256, Alg::ES384, Alg::ES512, Alg::ES256K}) {
    SCOPED_TRACE(name(alg));
    const auto key = sample_key(alg).verify_key();
    const Parts parts(sign_jwt(sample_key(alg), claims()).value());
    const auto der = der_of(parts.signature);
    EXPECT_EQ(refusal(parts.with(der), key), "bad_signature");
    auto as_long = der;  // cut or filled to the length of the raw form
    as_long.resize(parts.signature.size());
    EXPECT_EQ(refusal(parts.with(as_long), key), "bad_signature");
    EXPECT_EQ(refusal(parts.with(parts.signature), key), "none");
  }
}

TEST(Attacks, Rfc7518Section34SignaturesOfAnotherLengthAreRefused) {
  for (const auto alg : kEveryAlg) {
    SCOPED_TRACE(name(alg));
    const auto key = sample_key(alg).verify_key();
    const Parts parts(sign_jwt(sample_key(alg), claims()).value());
    const auto& good = parts.signature;
    EXPECT_EQ(refusal(parts.with(good), key), "none");
    auto front = good, back = good, twice = good;
    front.insert(front.begin(), 0);
    back.push_back(0);
    twice.insert(twice.end(), good.begin(), good.end());
    for (const auto& wrong : {front, back, twice}) EXPECT_EQ(refusal(parts.with(wrong), key), "bad_signature");
    EXPECT_EQ(refusal(parts.with(base::ByteView(good).first(good.size() - 1)), key), "bad_signature");
    EXPECT_EQ(refusal(parts.with(base::ByteView(good).subspan(1)), key), "bad_signature");
    EXPECT_EQ(refusal(parts.with(base::ByteView(good).first(good.size() / 2)), key), "bad_signature");
    // Each number filled up with a zero in front, as a wider curve would have it.
    auto wider = good;
    wider.insert(wider.begin() + static_cast<std::ptrdiff_t>(good.size() / 2), 0);
    wider.insert(wider.begin(), 0);
    EXPECT_EQ(refusal(parts.with(wider), key), "bad_signature");
  }
}

/// Group orders, least significant byte first (RFC 8032 sections 5.1 and 5.2).
struct EdwardsOrder {
  Alg alg;
  std::string_view hex;
};
constexpr EdwardsOrder kEdwardsOrders[] = {
    {Alg::Ed25519, "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"},
    {Alg::Ed448,
     "f34458ab92c27823558fc58d72c26c219036d6ae49db4ec4e923ca7cffffffffffffffffffffffffffffffffffffffffffffffffffffff3f"
     "00"},
};

TEST(Attacks, Rfc8032Sections517And527SignaturesWithAnotherSAreRefused) {  // malleability
  for (const auto& [alg, hex] : kEdwardsOrders) {
    SCOPED_TRACE(name(alg));
    const auto key = sample_key(alg).verify_key();
    const Parts parts(sign_jwt(sample_key(alg), claims()).value());
    const auto order = base::hex_decode(hex).value();
    ASSERT_EQ(parts.signature.size(), order.size() * 2);
    auto same_modulo_order = parts.signature;
    unsigned carry = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
      carry += same_modulo_order[order.size() + i] + unsigned{order[i]};
      same_modulo_order[order.size() + i] = static_cast<std::uint8_t>(carry);
      carry >>= 8U;
    }
    ASSERT_EQ(carry, 0U);
    EXPECT_EQ(refusal(parts.with(same_modulo_order), key), "bad_signature");
    EXPECT_EQ(refusal(parts.with(parts.signature), key), "none");
  }
}

TEST(Attacks, Rfc7515Section2OtherTextsOfTheSameBytesAreMalformed) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  // One byte over a multiple of three: four unused bits in the last character. `?` and `>` give `_` and `-`.
  const auto header = base::base64url_encode(base::as_bytes(R"({"alg":"HS256","x":"???>>>??>"})"));
  const auto payload = base::base64url_encode(base::as_bytes(R"({"exp":1800001800,"x":"???>>>>"})"));
  ASSERT_EQ(refusal(sign_input(header + "." + payload), hs().verify_key()), "none");
  for (const auto& [part, is_header] : {std::pair{header, true}, {payload, false}}) {
    ASSERT_NE(part.size() % 4, 0U);
    ASSERT_NE(part.find_first_of("-_"), std::string::npos);
    auto trailing_bits = part;
    trailing_bits.back() = kAlphabet[kAlphabet.find(part.back()) + 1];
    auto standard = part;
    std::ranges::replace(standard, '-', '+');
    std::ranges::replace(standard, '_', '/');
    auto broken_line = part, spaced = part, url_escaped = part;
    broken_line.insert(8, "\r\n");
    spaced.insert(8, " ");
    url_escaped.replace(url_escaped.find_first_of("-_"), 1, "%2F");
    for (const auto& other : {trailing_bits, standard, broken_line, spaced, url_escaped, part + "=",
                              part + "==", part + "\n", "\n" + part, part + std::string(1, '\0')}) {
      const auto input = is_header ? other + "." + payload : header + "." + other;
      EXPECT_EQ(refusal(sign_input(input), hs().verify_key()), "malformed") << other;
    }
  }
}

TEST(Attacks, Cve202559420ExtensionsThatAreCriticalAreNotIgnored) {
  const auto members = std::string(R"("bork":"x","cnf":{"jkt":"x"},"exp":1)");
  for (const auto* crit : {R"(["bork"])", R"(["cnf"])", R"(["cnf","bork"])", R"(["exp"])", R"(["not-there"])",
                           R"(["bork","bork"])", R"(["alg"])", R"([])", R"("bork")", R"([1])", R"({})", "null"}) {
    const auto header = R"({"alg":"HS256","crit":)" + std::string(crit) + "," + members + "}";
    EXPECT_NE(refusal(forge(hs(), header, kClaims), hs().verify_key()), "none") << crit;
  }
  // RFC 7515 section 4: what is not critical and not understood is ignored.
  EXPECT_EQ(refusal(forge(hs(), R"({"alg":"HS256",)" + members + "}", kClaims), hs().verify_key()), "none");
  EXPECT_EQ(refusal(forge(hs(), R"({"alg":"HS256","Crit":["bork"]})", kClaims), hs().verify_key()), "none");
}

TEST(Attacks, Rfc7797Section7AJwtIsNeverUnencoded) {
  const auto header = base::base64url_encode(base::as_bytes(R"({"alg":"HS256","b64":false,"crit":["b64"]})"));
  EXPECT_NE(refusal(sign_input(header + "." + std::string(kClaims)), hs().verify_key()), "none");
  const auto payload = base::base64url_encode(base::as_bytes(kClaims));
  EXPECT_NE(refusal(sign_input(header + "." + payload), hs().verify_key()), "none");
  // Section 6: without crit, a reader that does not know b64 would take other bytes for the payload.
  EXPECT_NE(refusal(forge(hs(), R"({"alg":"HS256","b64":false})", kClaims), hs().verify_key()), "none");
  EXPECT_EQ(refusal(forge(hs(), R"({"alg":"HS256"})", kClaims), hs().verify_key()), "none");
}

/// What becomes of a token whose claims are exactly this text.
std::string with_claims(std::string_view text) {
  return refusal(forge(hs(), R"({"alg":"HS256"})", text), hs().verify_key());
}

TEST(Attacks, Rfc7519Section2DatesThatAreNotNumbersOfSecondsAreMalformed) {
  for (const auto* date : {R"("1800001800")",
                           R"("2030-01-01T00:00:00Z")",
                           "1e400",
                           "-1e400",
                           "NaN",
                           "Infinity",
                           "-Infinity",
                           "-1",
                           "-1800001800",
                           "1e300",
                           "99999999999999999999999999999999",
                           "9223372036854775807",
                           "18446744073709551615",
                           "0x6B49D900",
                           "01800001800",
                           "+1800001800",
                           "1800001800.",
                           ".5",
                           "true",
                           "null",
                           "[]",
                           "[1800001800]",
                           "{}",
                           "253402300800"}) {
    for (const auto* claim : {"exp", "nbf", "iat"}) {
      const auto others = std::string_view(claim) == "exp" ? "" : R"("exp":1800001800,)";
      EXPECT_EQ(with_claims("{" + std::string(others) + "\"" + claim + "\":" + date + "}"), "malformed")
          << claim << date;
    }
  }
  for (const auto* date : {"1800001800", "1800001800.0", "1800000000.000001", "1.8000018e9", "253402300799"}) {
    EXPECT_EQ(with_claims(R"({"exp":)" + std::string(date) + "}"), "none") << date;
  }
}

TEST(Attacks, Rfc7519Sections414And415TimesAreHeld) {
  EXPECT_EQ(with_claims(R"({"exp":1800000000})"), "expired");
  EXPECT_EQ(with_claims(R"({"exp":0})"), "expired");
  EXPECT_EQ(with_claims(R"({})"), "missing_claim");
  EXPECT_EQ(with_claims(R"({"exp":253402300799,"nbf":253402300798})"), "not_yet_valid");
  EXPECT_EQ(with_claims(R"({"exp":1800001800,"iat":253402300799})"), "not_yet_valid");
  EXPECT_EQ(with_claims(R"({"exp":1800001800,"nbf":1800000001})"), "not_yet_valid");
  EXPECT_EQ(with_claims(R"({"exp":1800000001,"nbf":1800000000,"iat":1800000000})"), "none");
}

TEST(Attacks, Cve202530204TokensOfOneMebibyteAreRefusedUnread) {
  constexpr std::size_t kMebibyte = std::size_t{1} << 20;
  const auto good = sign_jwt(hs(), claims()).value();
  const auto long_claims =
      forge(hs(), R"({"alg":"HS256"})", R"({"exp":1800001800,"x":")" + std::string(700'000, 'x') + "\"}");
  for (const auto& token : {std::string(kMebibyte, '.'), std::string(kMebibyte, 'A'), std::string(kMebibyte, '{'),
                            std::string(kMebibyte, '\0'), good + std::string(kMebibyte, '.'),
                            std::string(kMebibyte, '=') + good, long_claims}) {
    EXPECT_EQ(refusal(token, hs().verify_key()), "too_large");
  }
  // Whoever allows them gets the same answers as ever.
  const TokenLimits large{2 * kMebibyte};
  const auto dots = UnverifiedToken::parse(std::string(kMebibyte, '.'), large);
  ASSERT_FALSE(dots);
  EXPECT_EQ(dots.error().reason, Reason::malformed);
  EXPECT_TRUE(verify(long_claims, only(hs().verify_key()), lenient_policy(), kNow, large));
}

TEST(Attacks, Rfc8725Section37TextsThatAreNotUtf8AreMalformed) {
  const std::string bad[] = {"\xff", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc3", "\x80"};
  for (const auto& bytes : bad) {
    EXPECT_EQ(with_claims(R"({"exp":1800001800,"sub":")" + bytes + "\"}"), "malformed");
    EXPECT_EQ(with_claims(R"({"exp":1800001800,")" + bytes + R"(":1})"), "malformed");
    EXPECT_EQ(refusal(forge(hs(), R"({"alg":"HS256","kid":")" + bytes + "\"}", kClaims), hs().verify_key()),
              "malformed");
  }
  EXPECT_EQ(with_claims(R"({"exp":1800001800,"sub":"\ud800"})"), "malformed");
  EXPECT_EQ(with_claims("{\"exp\":1800001800,\"sub\":\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x94\x91\"}"), "none");
  // UTF-16 and UTF-32 have a NUL in every ASCII character.
  EXPECT_EQ(with_claims(std::string("{\0\"\0e\0x\0p\0\"\0:\0"
                                    "2\0}\0",
                                    18)),
            "malformed");
}

TEST(Attacks, Rfc8259Section81ByteOrderMarksAreMalformed) {
  const std::string mark = "\xef\xbb\xbf";
  EXPECT_EQ(with_claims(mark + std::string(kClaims)), "malformed");
  EXPECT_EQ(refusal(forge(hs(), mark + R"({"alg":"HS256"})", kClaims), hs().verify_key()), "malformed");
  const auto good = sign_jwt(hs(), claims()).value();
  EXPECT_EQ(refusal(mark + good, hs().verify_key()), "malformed");
  EXPECT_EQ(refusal(good, hs().verify_key()), "none");
}

TEST(Attacks, Rfc7515Section31NothingStandsAroundOrWithinAToken) {
  const auto good = sign_jwt(hs(), claims()).value();
  ASSERT_EQ(refusal(good, hs().verify_key()), "none");
  const auto first = good.find('.'), second = good.rfind('.');
  for (const auto& foreign :
       {std::string(1, '\0'), std::string(" "), std::string("\t"), std::string("\n"), std::string("\r\n"),
        std::string("\xc2\xa0"), std::string("\xe2\x80\x8b"), std::string("\"")}) {
    for (const auto at : {std::size_t{0}, first, first + 1, second, second + 1, good.size()}) {
      auto changed = good;
      changed.insert(at, foreign);
      EXPECT_EQ(refusal(changed, hs().verify_key()), "malformed") << at;
    }
  }
}

TEST(Attacks, Rfc8725Section310NulBytesEndNothing) {
  auto builder = VerifyPolicy::Builder{};
  builder.allow_any_type().allow_any_lifetime().algs({Alg::HS256});
  const auto policy = builder.issuer("https://id.example").audience("orders").build().value();
  const auto asked = [&](const std::string& iss, const std::string& aud) {
    const auto token =
        forge(hs(), R"({"alg":"HS256"})", R"({"exp":1800001800,"iss":")" + iss + R"(","aud":")" + aud + "\"}");
    const auto verified = verify(token, only(hs().verify_key()), policy, kNow);
    return verified ? "none" : std::string(base::word(verified.error().reason));
  };
  EXPECT_EQ(asked("https://id.example", "orders"), "none");
  EXPECT_EQ(asked("https://id.example\\u0000.evil.example", "orders"), "wrong_issuer");
  EXPECT_EQ(asked("https://id.example", "orders\\u0000"), "wrong_audience");
  EXPECT_EQ(asked(std::string("https://id.example\0", 19), "orders"), "malformed");  // unescaped: no JSON
  EXPECT_EQ(refusal(forge(hs(), R"({"alg":"HS256\u0000"})", kClaims), hs().verify_key()), "alg_not_allowed");
}

}  // namespace
}  // namespace jwtkeep::jose
