// Each family of pieces: what it finds and what it leaves alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "jwtkeep/strength/json_values.hpp"
#include "jwtkeep/strength/piece.hpp"
#include "jwtkeep/strength/shape.hpp"

namespace jwtkeep::strength {
namespace {

using Finder = void (*)(base::ByteView, Pieces&);

/// The pieces of at least four characters as text, each once, the longest first; joined by `|`.
std::string found(Finder finder, std::string_view text) {
  Pieces pieces;
  finder(base::as_bytes(text), pieces);
  std::vector<std::string> texts;
  for (const Piece& piece : pieces) {
    EXPECT_LE(piece.offset + piece.length, text.size());
    EXPECT_GT(piece.bits, 0);
    if (piece.length >= 4) texts.emplace_back(text.substr(piece.offset, piece.length));
  }
  std::ranges::sort(texts, [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  texts.erase(std::ranges::unique(texts).begin(), texts.end());
  std::string out;
  for (const std::string& each : texts) out += (out.empty() ? "" : "|") + each;
  return out;
}

std::string longest(Finder finder, std::string_view text) {
  const std::string all = found(finder, text);
  return all.substr(0, all.find('|'));
}

TEST(Words, OfEightLanguages) {
  for (const char* word :
       {"butterfly", "Schmetterling", "papillon", "mariposa", "farfalla", "borboleta", "vlinder", "pieniądze",
        "pieniadze", "schön", "schoen", "schon", "geheimnis", "contraseña", "mot", "wachtwoord"}) {
    Pieces pieces;
    find_words(base::as_bytes(word), pieces);
    EXPECT_TRUE(std::ranges::any_of(pieces, [&](const Piece& piece) {
      return piece.family == Piece::Family::word && piece.length == std::string_view(word).size();
    })) << word;
  }
}

TEST(Words, BackwardsAndWithLettersReplaced) {
  EXPECT_EQ(longest(find_words, "ylfrettub"), "ylfrettub");
  EXPECT_EQ(longest(find_words, "bu77erf1y"), "bu77erf1y");
  EXPECT_EQ(longest(find_words, "$3cr3t"), "$3cr3t");
  EXPECT_EQ(found(find_words, "xqzvk"), "");
  EXPECT_EQ(found(find_words, "xq7vk9zz"), "");
}

TEST(Words, CommonOnesAreCheaperThanRareOnes) {
  const auto bits = [](std::string_view word) {
    Pieces pieces;
    find_words(base::as_bytes(word), pieces);
    double least = 99;
    for (const Piece& piece : pieces) least = piece.length == word.size() ? std::min(least, piece.bits) : least;
    return least;
  };
  EXPECT_LT(bits("secret"), bits("umbrella"));
  EXPECT_LT(bits("the"), bits("river"));
  EXPECT_LT(bits("umbrella"), bits("UMBRELLA"));
  EXPECT_LT(bits("UMBRELLA"), bits("uMbReLlA"));
  EXPECT_LT(bits("umbrella"), bits("umbr3lla"));
}

TEST(Published, PiecesOfFiveCharactersOrMore) {
  EXPECT_EQ(longest(find_published, "xx-!payment$ecret!-yy"), "!payment$ecret!");
  EXPECT_EQ(longest(find_published, "xx-!PAYMENT$ecret!-yy"), "!PAYMENT$ecret!");
  EXPECT_EQ(found(find_published, "Zq8#vT"), "");
}

TEST(Published, ChainsOfThem) {
  EXPECT_EQ(published_chain(base::as_bytes("secret"), 7), 1U);
  EXPECT_EQ(published_chain(base::as_bytes("!meal$ecret!!payment$ecret!"), 7), 2U);
  EXPECT_EQ(published_chain(base::as_bytes("digi7271699119860402xy19880602182862675snoopywsw"), 7), 7U);
  EXPECT_EQ(published_chain(base::as_bytes("!meal$ecret!!payment$ecret!"), 1), 0U);
  EXPECT_EQ(published_chain(base::as_bytes("secret-~-Zq8#vT"), 7), 0U);
}

TEST(Copies, OfFourCharactersOrMore) {
  EXPECT_EQ(longest(find_copies, "xK9fQ2--xK9fQ2"), "xK9fQ2");
  EXPECT_EQ(longest(find_copies, "xyzzzzzzz"), "zzzzzz");
  EXPECT_EQ(found(find_copies, "abcxabcy"), "");
}

TEST(Sequences, UpDownAndByLargerSteps) {
  EXPECT_EQ(found(find_sequences, "--abcdef--"), "abcdef");
  EXPECT_EQ(found(find_sequences, "x9876x"), "9876");
  EXPECT_EQ(found(find_sequences, "x02468x"), "02468");
  EXPECT_EQ(found(find_sequences, "aaaa"), "aaaa");
  EXPECT_EQ(found(find_sequences, "abd-ace1"), "");
}

TEST(Walks, OnThreeKeyboards) {
  EXPECT_EQ(longest(find_walks, "qwertyuiop"), "qwertyuiop");
  EXPECT_EQ(longest(find_walks, "qwertzuiop"), "qwertzuiop");
  EXPECT_EQ(longest(find_walks, "azertyuiop"), "azertyuiop");
  EXPECT_EQ(longest(find_walks, "1qaz2wsx3edc4rfv"), "1qaz2wsx3edc4rfv");
  EXPECT_EQ(longest(find_walks, "QWERTYUI"), "QWERTYUI");
  EXPECT_EQ(found(find_walks, "violingranite"), "");
  EXPECT_EQ(found(find_walks, "m7Kp2Xq9"), "");
}

TEST(Dates, InTheUsualOrders) {
  for (const char* date : {"2024-01-31", "31.12.1987", "12/31/1987", "31121987", "1987-12", "1.2.1999", "311287"}) {
    EXPECT_EQ(longest(find_dates, date), date);
  }
  EXPECT_EQ(longest(find_dates, "x2027x"), "2027");
  EXPECT_EQ(found(find_dates, "2024-13-31"), "2024");
  EXPECT_EQ(found(find_dates, "9876"), "");
  EXPECT_EQ(found(find_dates, "99-99.99"), "");
}

TEST(Phrases, WithAnySeparatorOrNone) {
  for (const char* phrase : {"correcthorsebatterystaple", "Correct-Horse-Battery-Staple",
                             "to be, or not to be, that is "
                             "the question",
                             "CHANGE_THIS_IN_PRODUCTION", "mein geheimes passwort"}) {
    EXPECT_EQ(longest(find_phrases, phrase), phrase);
  }
  EXPECT_EQ(found(find_phrases, "correct horse"), "");
  EXPECT_EQ(found(find_phrases, "staple battery horse"), "");
}

TEST(Personal, AsTheyAreAndWithLettersReplaced) {
  const std::vector<std::string> words{"acme", "zugspitzbahn"};
  const auto count = [&](std::string_view text) {
    Pieces pieces;
    find_personal(base::as_bytes(text), words, pieces);
    return pieces.size();
  };
  EXPECT_EQ(count("ACME-4cm3-acme"), 3U);
  EXPECT_EQ(count("Zug5p1tzbahn"), 1U);
  EXPECT_EQ(count("acne-zugspitze"), 0U);
}

TEST(JsonValues, AreStringsAndNumbersWithoutNames) {
  const std::string text = R"({"kty": "oct", "k" : "c2VjcmV0", "n":[12, true]})";
  std::string out;
  for (const JsonValue& value : json_values(base::as_bytes(text))) {
    out += (out.empty() ? "" : "|") + text.substr(value.offset, value.length);
  }
  EXPECT_EQ(out, "oct|c2VjcmV0|12");
  for (const char* other :
       {"", "{", "{}", "{\"a\"}", "{x:1}X", "{\"open", R"({"k":"esc\"aped"})", "{K}", "plain text"}) {
    for (const JsonValue& value : json_values(base::as_bytes(other))) EXPECT_EQ(other[value.offset], 'a') << other;
  }
}

// The first bytes of keys that openssl made; what follows is nothing.
TEST(DerKeys, ArePublicAndPrivateKeysAndCertificates) {
  const auto der = [](std::string_view start, std::size_t size) {
    base::Bytes bytes(size, 7);
    std::ranges::copy(base::as_bytes(start), bytes.begin());
    return bytes;
  };
  using namespace std::string_view_literals;
  EXPECT_TRUE(is_der_key(der("\x30\x59\x30\x13\x06\x07\x2a\x86"sv, 91)));                       // SPKI of P-256
  EXPECT_TRUE(is_der_key(der("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70"sv, 44)));                   // SPKI of Ed25519
  EXPECT_TRUE(is_der_key(der("\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70"sv, 48)));       // PKCS #8 of Ed25519
  EXPECT_TRUE(is_der_key(der("\x30\x82\x04\xa4\x02\x01\x00\x02\x82"sv, 1192)));                 // RSAPrivateKey
  EXPECT_TRUE(is_der_key(der("\x30\x82\x01\xa9\x30\x82\x01\x4f\xa0\x03\x02\x01\x02"sv, 429)));  // certificate
  EXPECT_FALSE(is_der_key(der("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70"sv, 45)));
  EXPECT_FALSE(is_der_key(der("\x30\x1e\x7a"sv, 32)));
  EXPECT_FALSE(is_der_key(der("\x30"sv, 1)));
  EXPECT_FALSE(is_der_key({}));
}

}  // namespace
}  // namespace jwtkeep::strength
