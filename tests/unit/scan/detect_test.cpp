// What is found by its look alone: tokens, keys in PEM and DER, JWKs. The rules' own examples (rules/*.toml) show each
// form; here is what they cannot: values, places, the edges.
#include <gtest/gtest.h>

#include <string>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/key_pair.hpp"
#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/jose/thumbprint.hpp"
#include "jwtkeep/scan/detect/brackets.hpp"
#include "jwtkeep/scan/detect/der.hpp"
#include "jwtkeep/scan/detect/key_identity.hpp"
#include "jwtkeep/scan/detect/loose_base64.hpp"
#include "tests/unit/base/secret_text.hpp"
#include "tests/unit/scan/read_by.hpp"

namespace jwtkeep::scan {
namespace {

using test::read_by;
using test::values_of;

const std::string kHeader = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
const std::string kPayload = "eyJzdWIiOiJ3ZWlyLTEiLCJpYXQiOjE3MDYwMDAwMDB9";
const std::string kSignature = "OqAgaiJyDoD8freQsgGKCWl-gf1z_hqLLxUUJbMeUQc";
const std::string kToken = kHeader + "." + kPayload + "." + kSignature;
// Ed25519, made for this test.
const std::string kKeyBody = "MC4CAQAwBQYDK2VwBCIEIFYjgIs3DpsvTsczjOvjSBnAb5CQlgqqIuqa+bxMhB+7";
const std::string kPem = "-----BEGIN PRIVATE KEY-----\n" + kKeyBody + "\n-----END PRIVATE KEY-----\n";

TEST(TokenTest, IsWhatItSaysWhereverItStands) {
  const std::vector<std::pair<std::string, std::string>> around{
      {"", ""},        {"Bearer ", "\n"},  {"?token=", "&p=2"}, {"\"line\\n", "\\n\""},
      {"<t>", "</t>"}, {"see ", ". Then"}, {"/", "/edit"},      {"", "..."}};
  for (const auto& [before, behind] : around) {
    const auto text = before + kToken + behind;
    const auto found = read_by(extract_tokens, "a.txt", text);
    ASSERT_EQ(found.size(), 1U) << text;
    EXPECT_EQ(found[0].value, kToken);
    EXPECT_EQ(found[0].span, (Span{before.size(), before.size() + kToken.size()}));
    EXPECT_EQ(found[0].rule, "jwt");
  }
}

TEST(TokenTest, IsJoinedFromItsPieces) {
  const auto half = kToken.substr(0, 50);
  const auto rest = kToken.substr(50);
  for (const char* joint :
       {"\" +\n    \"", "'\n    '", "\" . \"", "' ..\n'", "\\\n", "\" & _\n\"", "\n    ", "\r\n  ", "\\\" + \\\""}) {
    EXPECT_EQ(values_of(read_by(extract_tokens, "a.txt", "x = \"" + half + joint + rest + "\";")),
              std::vector<std::string>{kToken})
        << joint;
  }
  for (const char* dot : {"%2E", "%2e", "\\u002e", "\\x2E", "&#46;", "\\."}) {
    EXPECT_EQ(values_of(read_by(extract_tokens, "a.txt", kHeader + dot + kPayload + dot + kSignature)),
              std::vector<std::string>{kToken})
        << dot;
  }
  // Two in a list are two.
  EXPECT_EQ(read_by(extract_tokens, "a.json", "[\"" + kToken + "\", \"" + kToken + "\"]").size(), 2U);
  EXPECT_EQ(read_by(extract_tokens, "a.txt", kToken + "\n" + kToken + "\n").size(), 2U);
}

TEST(TokenTest, IsNoneWithoutItsParts) {
  const auto none = [](const std::string& text) { return read_by(extract_tokens, "a.txt", text).empty(); };
  EXPECT_TRUE(none(kHeader));
  EXPECT_TRUE(none(kHeader + "." + kPayload));
  EXPECT_TRUE(none(kHeader + "." + kPayload + "."));  // it does not say `none`
  EXPECT_TRUE(none(kHeader + ".payload." + kSignature));
  EXPECT_TRUE(none(kHeader + "." + kPayload + ".signature"));
  EXPECT_TRUE(none(kHeader + "." + kPayload + "." + kSignature.substr(0, 30) + "..."));
  EXPECT_TRUE(none(kHeader + "." + kPayload + "." + std::string(43, 'x')));
  EXPECT_TRUE(none("eyJ2IjoxfQ." + kPayload + "." + kSignature));  // a header without `alg`
  EXPECT_FALSE(none("eyJhbGciOiJub25lIn0." + kPayload + "."));
}

TEST(TokenTest, HidesInBase64) {
  const auto encoded = base::base64_encode(base::as_bytes(kToken));
  const auto found = read_by(extract_tokens, "secret.yaml", "data:\n  token: " + encoded + "\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].value, kToken);
  EXPECT_EQ(found[0].span.size(), encoded.size());
}

TEST(PemTest, IsTheSameTextHoweverItIsBroken) {
  const auto a = kKeyBody.substr(0, 30);
  const auto b = kKeyBody.substr(30);
  const std::string begin = "-----BEGIN PRIVATE KEY-----";
  const std::string end = "-----END PRIVATE KEY-----";
  const auto broken = [&](const std::string& first, const std::string& between, const std::string& last) {
    return first + begin + between + a + between + b + between + end + last;
  };
  for (const auto& text :
       {broken("", "\n", ""), broken("", "\r\n", ""), broken("", "\\n", ""), broken("", "\\\\n", ""),
        broken("", "", ""), broken("", " ", ""), broken("\"", "\" +\n \"", "\""),
        broken("['", "',\n '", "'].join('\\n')"), broken("out.append(\"", "\");\nout.append(\"", "\")"),
        broken("# ", "\n# ", ""), broken(" * ", "\n * ", ""), broken("// ", "\n// ", ""), broken("+", "\n+", ""),
        broken("<k>", "&#10;", "</k>"), broken("<k>", "&#xA;", "</k>"), broken("", "%0D%0A", ""),
        broken("\"", "\\u000a", "\"")}) {
    const auto found = read_by(extract_pem, "a.txt", text);
    ASSERT_EQ(found.size(), 1U) << text;
    EXPECT_EQ(found[0].value, kPem) << text;
    EXPECT_TRUE(found[0].span.of(text).starts_with(begin)) << text;
    EXPECT_TRUE(found[0].span.of(text).ends_with(end)) << text;
  }
}

TEST(PemTest, MayEndWithTheText) {
  EXPECT_EQ(read_by(extract_pem, "a.pem", "-----BEGIN PRIVATE KEY-----\n" + kKeyBody).size(), 1U);
  EXPECT_TRUE(read_by(extract_pem, "a.pem", "-----BEGIN PRIVATE KEY-----\n" + kKeyBody.substr(0, 20)).empty());
  EXPECT_TRUE(read_by(extract_pem, "a.pem", "-----BEGIN PRIVATE KEY-----").empty());
  EXPECT_TRUE(read_by(extract_pem, "a.asc", "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n" + kKeyBody).empty());
}

TEST(DerTest, TellsPrivateKeysFromTheRest) {
  for (const auto kind : crypto::key_kinds()) {
    const auto key = crypto::PrivateKey::generate(kind, 2048).value();
    const auto pkcs8 = text_of(key.to_pkcs8());
    const auto bytes = base::as_bytes(pkcs8);
    EXPECT_TRUE(is_private_key_der(bytes)) << crypto::describe(kind);
    EXPECT_TRUE(is_private_key_der(base::as_bytes(pkcs8 + "\n")));
    EXPECT_FALSE(is_private_key_der(base::as_bytes(pkcs8 + "x")));
    EXPECT_FALSE(is_private_key_der(bytes.first(pkcs8.size() - 1)));
    EXPECT_FALSE(is_private_key_der(key.public_key().to_spki()));
    if (const auto old = key.to_traditional()) {
      EXPECT_TRUE(is_private_key_der(base::as_bytes(text_of(*old))));
    }
    const auto found = read_by(extract_der, "a.c", "key = " + base::base64_encode(bytes));
    ASSERT_EQ(found.size(), 1U) << crypto::describe(kind);
    EXPECT_EQ(private_key_thumbprint(found[0]), jose::thumbprint(key.public_key()));
  }
}

TEST(DerTest, IsReadAsProgramsWriteBytes) {
  const auto key = crypto::PrivateKey::generate(crypto::KeyKind::rsa, 2048).value();
  const auto der = text_of(key.to_pkcs8());
  std::string list;
  std::string escaped;
  std::string numbers;
  for (const auto byte : base::as_bytes(der)) {
    const auto hex = base::hex_encode({&byte, 1});
    list += "0x" + hex + ", ";
    escaped += "\\x" + hex;
    numbers += std::to_string(static_cast<int>(static_cast<std::int8_t>(byte))) + ", ";
  }
  for (const auto& text : {base::hex_encode(base::as_bytes(der)), list, escaped, numbers}) {
    const auto found = read_by(extract_der, "a.c", "key = {" + text + "}");
    ASSERT_EQ(found.size(), 1U) << text;
    EXPECT_EQ(found[0].decoded->view(), der);
  }
}

TEST(JwkTest, GivesTheKeyItself) {
  const auto key = crypto::PrivateKey::generate(crypto::KeyKind::ec_p256).value();
  const auto signing = jose::SigningKey::make("a", jose::Alg::ES256, key).value();
  const auto json = text_of(base::write_with_secrets(jose::private_jwk(signing), false));
  const auto found = read_by(extract_jwks, "a.json", R"({"keys": [)" + json + "]}");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].span.size(), json.size());
  EXPECT_EQ(private_key_thumbprint(found[0]), jose::thumbprint(key.public_key()));

  const auto encoded = base::base64_encode(base::as_bytes(R"({"kty":"oct","k":"c2VjcmV0LW9mLXdlaXI"})"));
  const auto hidden = read_by(extract_jwks, "a.env", "JWK=" + encoded);
  ASSERT_EQ(hidden.size(), 1U);
  EXPECT_EQ(hidden[0].decoded->view(), "secret-of-weir");
  EXPECT_FALSE(private_key_thumbprint(hidden[0]).has_value());
}

TEST(JwkTest, IsReadAsProgramsWriteIt) {
  for (const char* text :
       {R"({"kty":"oct","k":"c2VjcmV0LW9mLXdlaXI"})", R"({ 'kty' => 'oct', 'k' => 'c2VjcmV0LW9mLXdlaXI', })",
        R"({kty: 'oct', alg: `HS256`, k: "c2VjcmV0LW9mLXdlaXI"})", R"(dict(kty="oct", k="c2VjcmV0LW9mLXdlaXI"))",
        R"(Map.of("kty", "oct", "k", "c2VjcmV0LW9mLXdlaXI"))", R"("{\"kty\":\"oct\",\"k\":\"c2VjcmV0LW9mLXdlaXI\"}")",
        R"(<a b="{&quot;kty&quot;:&quot;oct&quot;,&quot;k&quot;:&quot;c2VjcmV0LW9mLXdlaXI&quot;}"/>)",
        "{\"x5c\":[\"a\"],\"k\":\"c2VjcmV0LW9m\" +\n \"LXdlaXI\",\"kty\":\"oct\"}",
        "kty: oct\nk: c2VjcmV0LW9mLXdlaXI\n", "kty = \"oct\"\nk = \"c2VjcmV0LW9mLXdlaXI\"\n"}) {
    const auto found = read_by(extract_jwks, "a.txt", text);
    ASSERT_EQ(found.size(), 1U) << text;
    EXPECT_EQ(found[0].value, "c2VjcmV0LW9mLXdlaXI") << text;
    EXPECT_EQ(found[0].decoded->view(), "secret-of-weir") << text;
  }
}

TEST(LooseBase64Test, TakesWhatFilesHave) {
  EXPECT_EQ(loose_base64_decode("-_8")->view(), "\xfb\xff");
  EXPECT_EQ(loose_base64_decode("+/8=")->view(), "\xfb\xff");
  EXPECT_EQ(loose_base64_decode("YWJj")->view(), "abc");
  EXPECT_FALSE(loose_base64_decode("YWJjZ"));
  EXPECT_FALSE(loose_base64_decode("YW Jj"));
  EXPECT_TRUE(is_varied(kSignature));
  EXPECT_FALSE(is_varied(std::string(43, 'A')));
}

TEST(BracketsTest, AreFollowedOverWhatDoesNotClose) {
  Brackets brackets("a { b ) [ c ] d } e");
  EXPECT_FALSE(brackets.open_at(1));
  EXPECT_EQ(brackets.open_at(4), 2U);
  EXPECT_EQ(brackets.open_at(10), 8U);
  EXPECT_EQ(brackets.open_at(14), 2U);
  EXPECT_FALSE(brackets.open_at(18));
  EXPECT_EQ(closing_bracket("{{}}", 0, 4), 3U);
  EXPECT_FALSE(closing_bracket("{{}}", 0, 3));
}

}  // namespace
}  // namespace jwtkeep::scan
