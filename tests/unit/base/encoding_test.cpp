#include "jwtkeep/base/encoding.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <string>

#include "tests/unit/base/secret_text.hpp"

namespace jwtkeep::base {
namespace {

constexpr std::string_view kUrlAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

struct Vector {
  std::string_view plain;
  std::string_view base64;
  std::string_view base64url;
  std::string_view hex;
};
// RFC 4648 section 10.
constexpr std::array<Vector, 7> kVectors{{
    {"", "", "", ""},
    {"f", "Zg==", "Zg", "66"},
    {"fo", "Zm8=", "Zm8", "666f"},
    {"foo", "Zm9v", "Zm9v", "666f6f"},
    {"foob", "Zm9vYg==", "Zm9vYg", "666f6f62"},
    {"fooba", "Zm9vYmE=", "Zm9vYmE", "666f6f6261"},
    {"foobar", "Zm9vYmFy", "Zm9vYmFy", "666f6f626172"},
}};

Bytes bytes_of(std::string_view text) { return {as_bytes(text).begin(), as_bytes(text).end()}; }

/// RFC 4648 bit by bit, with nothing in common with the code under test.
std::string reference_base64(const Bytes& bytes, std::string_view alphabet, bool padded) {
  std::string bits;
  for (const auto byte : bytes) {
    for (int bit = 7; bit >= 0; --bit) bits += ((byte >> bit) & 1) != 0 ? '1' : '0';
  }
  while (bits.size() % 6 != 0) bits += '0';
  std::string text;
  for (std::size_t i = 0; i < bits.size(); i += 6) text += alphabet[std::stoul(bits.substr(i, 6), nullptr, 2)];
  while (padded && text.size() % 4 != 0) text += '=';
  return text;
}

TEST(Encoding, Rfc7515AppendixC) {
  EXPECT_EQ(base64url_encode(Bytes{3, 236, 255, 224, 193}), "A-z_4ME");
  EXPECT_EQ(base64url_decode("A-z_4ME"), (Bytes{3, 236, 255, 224, 193}));
  EXPECT_FALSE(base64url_decode("A+z/4ME="));  // what the appendix's code begins with
}

TEST(Encoding, HoldsTheVectorsOfRfc4648) {
  for (const auto& vector : kVectors) {
    const auto plain = bytes_of(vector.plain);
    EXPECT_EQ(base64_encode(plain), vector.base64);
    EXPECT_EQ(base64url_encode(plain), vector.base64url);
    EXPECT_EQ(hex_encode(plain), vector.hex);
    EXPECT_EQ(base64_decode(vector.base64), plain) << vector.base64;
    EXPECT_EQ(base64url_decode(vector.base64url), plain) << vector.base64url;
    EXPECT_EQ(hex_decode(vector.hex), plain) << vector.hex;
  }
}

TEST(Encoding, TheTwoAlphabetsDifferInTwoCharacters) {
  const Bytes bytes{0xfb, 0xff, 0xbf};
  EXPECT_EQ(base64_encode(bytes), "+/+/");
  EXPECT_EQ(base64url_encode(bytes), "-_-_");
  EXPECT_FALSE(base64_decode("-_-_"));
  EXPECT_FALSE(base64url_decode("+/+/"));
}

TEST(Encoding, RefusesTrailingBits) {
  // RFC 4648 section 3.5: "Zg", "Zh" ... "Zv" would all be the byte 0x66.
  for (const char last : kUrlAlphabet) {
    const bool zero_bits = (kUrlAlphabet.find(last) & 0xf) == 0;
    EXPECT_EQ(base64url_decode(std::string("Z") + last).has_value(), zero_bits) << last;
    const bool zero_bits_of_two = (kUrlAlphabet.find(last) & 0x3) == 0;
    EXPECT_EQ(base64url_decode(std::string("Zm") + last).has_value(), zero_bits_of_two) << last;
  }
  EXPECT_FALSE(base64_decode("Zh=="));
  EXPECT_FALSE(base64_decode("Zm9="));
}

TEST(Encoding, RefusesImpossibleLengthsAndPadding) {
  for (const char* text : {"A", "AAAAA", "Zg==", "Zg=", "Zm8=", "=", "====", "Zm9v=", "Z=g="}) {
    EXPECT_FALSE(base64url_decode(text)) << text;
  }
  for (const char* text : {"A", "AAAAA", "Zg", "Zg=", "Zg===", "Zm8", "Zm8==", "Zm9v=", "Zm9v====", "=",
                           "====", "=Zg=", "Z=g=", "Zg==Zg==", "Zm9vZg==Zg=="}) {
    EXPECT_FALSE(base64_decode(text)) << text;
  }
  for (const char* text : {"6", "666", "6g", "0x66", "66:6f", " 66", "66 "}) EXPECT_FALSE(hex_decode(text)) << text;
}

TEST(Encoding, RefusesEveryForeignByteAtEveryPlace) {
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    for (std::size_t at = 0; at < 4; ++at) {
      std::string text = "AAAA";
      text[at] = c;
      EXPECT_EQ(base64url_decode(text).has_value(), kUrlAlphabet.contains(c)) << byte << " at " << at;
      const bool pads = c == '=' && at == 3;
      EXPECT_EQ(base64_decode(text).has_value(), kAlphabet.contains(c) || pads) << byte << " at " << at;
      const bool digit = std::string_view("0123456789abcdefABCDEF").contains(c);
      EXPECT_EQ(hex_decode(text).has_value(), digit) << byte << " at " << at;
    }
  }
  EXPECT_FALSE(base64url_decode(std::string_view("Zm9v\0", 5)));
  EXPECT_FALSE(base64url_decode("Zm9v\n"));
  EXPECT_FALSE(base64_decode("Zm9v\nZm9v"));
  EXPECT_FALSE(hex_decode(std::string_view("66\0", 3)));
}

TEST(Encoding, HexTakesBothCases) { EXPECT_EQ(hex_decode("aAFf"), (Bytes{0xaa, 0xff})); }

TEST(Encoding, ATextOfThreeKindsIsHexFirstThenBase64url) {
  const auto bytes = [](const char* text) {
    const auto decoded = decode_secret_text(as_bytes(text));
    return decoded ? hex_encode(decoded->reveal([](ByteView view) { return Bytes(view.begin(), view.end()); }))
                   : "none";
  };
  EXPECT_EQ(bytes("666f"), "666f") << "which is base64, too";
  EXPECT_EQ(bytes("Zm8_"), "666f3f");
  EXPECT_EQ(bytes("Zm8/"), "666f3f");
  EXPECT_EQ(bytes("Zm8="), "666f");
  EXPECT_EQ(bytes("no encoding"), "none");
}

TEST(Encoding, SecretsAreRefusedAsStrictly) {
  for (const char* text : {"Zh", "Zg==", "A", "Zm9v\n", "+/+/"}) EXPECT_FALSE(base64url_decode_secret(as_bytes(text)));
  for (const char* text : {"Zh==", "Zg", "-_-_", "Zg==\n"}) EXPECT_FALSE(base64_decode_secret(as_bytes(text)));
  for (const char* text : {"6", "6g", "66 "}) EXPECT_FALSE(hex_decode_secret(as_bytes(text)));
}

RC_GTEST_PROP(Encoding, AgreesWithTheDefinition, (const Bytes& bytes)) {
  RC_ASSERT(base64url_encode(bytes) == reference_base64(bytes, kUrlAlphabet, false));
  RC_ASSERT(base64_encode(bytes) == reference_base64(bytes, kAlphabet, true));
  RC_ASSERT(base64url_decode(base64url_encode(bytes)) == bytes);
  RC_ASSERT(base64_decode(base64_encode(bytes)) == bytes);
  RC_ASSERT(hex_decode(hex_encode(bytes)) == bytes);
}

RC_GTEST_PROP(Encoding, SecretsAreEncodedAlike, (const Bytes& bytes)) {
  const auto secret = SecretBytes::copy_of(bytes);
  RC_ASSERT(text_of(base64url_encode_secret(secret)) == base64url_encode(bytes));
  RC_ASSERT(text_of(base64_encode_secret(secret)) == base64_encode(bytes));
  RC_ASSERT(text_of(hex_encode_secret(secret)) == hex_encode(bytes));
  RC_ASSERT(base64url_decode_secret(as_bytes(base64url_encode(bytes))) == secret);
  RC_ASSERT(base64_decode_secret(as_bytes(base64_encode(bytes))) == secret);
  RC_ASSERT(hex_decode_secret(as_bytes(hex_encode(bytes))) == secret);
}

RC_GTEST_PROP(Encoding, NoTwoTextsAreOneByteString, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string(kUrlAlphabet) + "=+/ \n"));
  const auto bytes = base64url_decode(text);
  if (bytes) RC_ASSERT(base64url_encode(*bytes) == text);
  const auto padded = base64_decode(text);
  if (padded) RC_ASSERT(base64_encode(*padded) == text);
}

TEST(Utf8, IsThatOfRfc3629) {
  for (const char* good : {"", "ascii", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(is_utf8(as_bytes(good))) << good;
  }
  // Cut short, overlong, surrogates, above U+10FFFF, stray continuation.
  for (const char* bad : {"\xc3", "\xe2\x82", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xed\xbf\xbf",
                          "\xf4\x90\x80\x80", "\x80", "\xff", "a\xf5\x80\x80\x80"}) {
    EXPECT_FALSE(is_utf8(as_bytes(bad)));
  }
}

TEST(PrintableAscii, EndsAtTilde) {
  EXPECT_TRUE(is_printable_ascii(as_bytes(" ~")));
  EXPECT_TRUE(is_printable_ascii({}));
  for (const char* bad : {"\x1f", "\x7f", "\n", "\xc3\xa9"}) EXPECT_FALSE(is_printable_ascii(as_bytes(bad)));
}

}  // namespace
}  // namespace jwtkeep::base
