// What was done to other implementations of JWE, each under its CVE or the section that forbids it. The forged tokens
// are right in all but the one thing, so that nothing else refuses them.
#include <gtest/gtest.h>

#include "jwe_sample.hpp"
#include "jwtkeep/crypto/concat_kdf.hpp"
#include "jwtkeep/crypto/deflate.hpp"
#include "jwtkeep/crypto/mac.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/crypto/rsa_oaep.hpp"
#include "jwtkeep/jose/curve_name.hpp"
#include "jwtkeep/jose/jwe_jwk.hpp"
#include "jwtkeep/jose/jwk_material.hpp"
#include "tests/unit/crypto/hex.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;
using base::Reason;
using crypto::hex;

constexpr auto kEnc = Enc::A128CBC_HS256;

/// The whole error in one line, to see whether two are the same to a stranger.
std::string answer(std::string_view token, const DecryptionKey& key) {
  const auto opened = decrypt(token, key, open_policy());
  if (opened) return "none";
  return std::string(base::word(opened.error().reason)) + ": " + opened.error().what + " / " + opened.error().hint;
}

bool names_rsa15(const base::Error& error) { return error.what.find("RSA1_5") != std::string::npos; }

Json header_of(std::string_view token) { return base::parse_json(base::as_text(part_of(token, 0))).value(); }

// Points on other curves and beside the curve (ECDH-ES)

struct BadPoint {
  const char* what;
  Json epk;
};

std::vector<BadPoint> bad_points(const crypto::PrivateKey& own) {
  auto good = Json::object({{"kty", name(key_type(own.kind()))}});
  write_material(good, crypto::PrivateKey::generate(own.kind()).value().public_key());
  const auto x = base::base64url_decode(*good.find("x")->string()).value();
  const auto with = [&](const char* member, Json value) {
    auto changed = good;
    changed.set(member, std::move(value));
    return changed;
  };
  const auto bytes = [](const base::Bytes& value) { return Json(base::base64url_encode(value)); };
  base::Bytes longer{0};
  longer.insert(longer.end(), x.begin(), x.end());
  std::vector<BadPoint> bad{{"no object", "x"},
                            {"x too short", with("x", bytes({x.begin() + 1, x.end()}))},
                            {"x with a zero in front", with("x", bytes(longer))},
                            {"x empty", with("x", "")},
                            {"x no string", with("x", 1)},
                            {"another kty", with("kty", own.kind() == crypto::KeyKind::x25519 ? "EC" : "oct")},
                            {"a curve nobody knows", with("crv", "P-257")},
                            {"a private number", with("d", bytes(x))}};
  for (const auto* missing : {"kty", "crv", "x"}) {
    auto without = good;
    without.erase(missing);
    bad.push_back({missing, std::move(without)});
  }
  for (const auto kind : crypto::key_kinds()) {
    if (kind == own.kind() || kind == crypto::KeyKind::rsa) continue;
    auto other = Json::object({{"kty", name(key_type(kind))}});
    write_material(other, crypto::PrivateKey::generate(kind).value().public_key());
    bad.push_back({"a good point of another curve", other});
    other.set("crv", curve_name(own.kind()));
    other.set("kty", name(key_type(own.kind())));
    // Any 32 bytes are a point of X25519, so that this can be wrong for EC keys alone.
    if (key_type(own.kind()) == KeyType::ec) bad.push_back({"a point of another curve under our curve's name", other});
  }
  if (const auto* text = good.find("y")) {
    auto y = base::base64url_decode(*text->string()).value();
    y.back() ^= 1U;
    bad.push_back({"beside the curve", with("y", bytes(y))});
    bad.push_back({"y is x", with("y", bytes(x))});
    const base::Bytes zero(x.size()), largest(x.size(), 0xff);
    bad.push_back({"x above the field", with("x", bytes(largest))});
    bad.push_back({"y above the field", with("y", bytes(largest))});
    auto origin = with("x", bytes(zero));
    origin.set("y", bytes(zero));
    bad.push_back({"the origin", origin});
    auto without = good;
    without.erase("y");
    bad.push_back({"no y", without});
  }
  return bad;
}

// go-jose; likewise CVE-2017-16007 (node-jose). The answers of a recipient that computes with such points give its
// private number away, a few bits each.
TEST(JweAttack, Cve20169121InvalidCurvePoints) {
  for (const auto alg : {JweAlg::ECDH_ES, JweAlg::ECDH_ES_A256KW}) {
    for (const auto& key : sample_decryption_keys(alg, kEnc)) {
      const auto token = encrypt_as(Form::compact, key.encryption_key(), kEnc, "text");
      for (const auto& [what, epk] : bad_points(*key.private_key())) {
        auto header = header_of(token);
        header.set("epk", epk);
        // Not `decryption_failed`: it is refused before anything is computed with our key.
        EXPECT_EQ(jwe_refusal(with_header(token, base::write_json(header)), key), "malformed")
            << crypto::describe(key.private_key()->kind()) << ": " << what;
      }
      auto header = header_of(token);
      header.erase("epk");
      EXPECT_EQ(jwe_refusal(with_header(token, base::write_json(header)), key), "malformed");
    }
  }
}

/// All points of small order, and the other spellings of their coordinates that the X functions take.
std::vector<base::Bytes> small_order(crypto::KeyKind kind) {
  if (kind == crypto::KeyKind::x448) {
    const std::string ff(56, 'f'), zero(56, '0');
    const std::string tail = "fe" + ff.substr(2);
    return {hex(zero + zero), hex("01" + zero.substr(2) + zero), hex("fe" + ff.substr(2) + tail), hex(ff + tail),
            hex(zero + ff)};
  }
  std::vector<base::Bytes> points;
  for (const auto* text : {"0000000000000000000000000000000000000000000000000000000000000000",
                           "0100000000000000000000000000000000000000000000000000000000000000",
                           "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                           "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                           "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                           "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                           "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
    points.push_back(hex(text));
    points.push_back(hex(text));
    points.back().back() |= 0x80U;  // the highest bit is not looked at (RFC 7748 section 5)
  }
  return points;
}

// The secret that such a point forces is known to everybody: the forger needs no key of ours (RFC 7748 section 6.1).
TEST(JweAttack, Rfc7748Section61SmallOrderPoints) {
  for (const auto& key : sample_decryption_keys(JweAlg::ECDH_ES, kEnc)) {
    const auto kind = key.private_key()->kind();
    if (kind != crypto::KeyKind::x25519 && kind != crypto::KeyKind::x448) continue;
    for (const auto& point : small_order(kind)) {
      const auto epk = Json::object({{"kty", "OKP"}, {"crv", curve_name(kind)}, {"x", base::base64url_encode(point)}});
      const auto header = Json::object({{"alg", "ECDH-ES"}, {"enc", name(kEnc)}, {"epk", epk}});
      const base::SecretBytes zeros(point.size());
      const auto cek = crypto::concat_kdf(zeros, name(kEnc), {}, {}, key_size_bytes(kEnc));
      EXPECT_EQ(jwe_refusal(forge_with_cek(base::write_json(header), {}, kEnc, cek, "forged"), key), "malformed")
          << crypto::describe(kind) << " " << base::hex_encode(point);
    }
  }
}

// Work that a stranger asks for

// panva/jose; likewise CVE-2023-50967 (latchset/jose), CVE-2023-6681 (jwcrypto).
TEST(JweAttack, Cve202236083Pbes2CountBombs) {
  for (const auto alg : {JweAlg::PBES2_HS256_A128KW, JweAlg::PBES2_HS384_A192KW, JweAlg::PBES2_HS512_A256KW}) {
    const auto key = sample_decryption_key(alg, kEnc);
    const auto token = encrypt_as(Form::compact, key.encryption_key(), kEnc, "text");
    const auto refusal_of = [&](std::string_view p2c) {
      const auto header =
          R"({"alg":")" + std::string(name(alg)) + R"(","enc":"A128CBC-HS256","p2s":"c2FsdHNhbHQ","p2c":)";
      return jwe_refusal(with_header(token, header + std::string(p2c) + "}"), key);
    };
    for (const auto* bomb : {"600001", "2147483647", "4294967295", "4294967296", "9223372036854775807"}) {
      EXPECT_EQ(refusal_of(bomb), "too_large") << bomb;
    }
    // 2^32 + 1000 cut to 32 bits would be within the bounds.
    EXPECT_EQ(refusal_of("4294968296"), "too_large");
    for (const auto* odd : {"9223372036854775808", "18446744073709551616", "1e300", "1e4", "8192.0", "0", "-1", "999",
                            "\"8192\"", "null", "[8192]", "true"}) {
      EXPECT_EQ(refusal_of(odd), "malformed") << odd;
    }
  }
}

TEST(JweAttack, Cve202236083CountsOfAllRecipientsTogetherAreBounded) {
  const auto key = sample_decryption_key(JweAlg::PBES2_HS256_A128KW);
  const auto other = DecryptionKey::make("", JweAlg::PBES2_HS256_A128KW, secret("another password")).value();
  const auto own = DecryptionKey::make("", JweAlg::PBES2_HS256_A128KW, key.secret()->clone()).value();
  const JweJsonRecipient to[] = {{other.encryption_key()}, {other.encryption_key()}, {own.encryption_key()}};
  const auto token = encrypt_general(to, kEnc, {}, secret("text"), {.p2c = 1000}).value();
  auto policy = open_policy();
  policy.max_p2c = 3000;
  EXPECT_EQ(jwe_refusal(token, own, policy), "none");
  policy.max_p2c = 2999;
  EXPECT_NE(jwe_refusal(token, own, policy), "none");
}

TEST(JweAttack, Rfc7518Section4811SaltsOfAnotherLength) {
  const auto key = sample_decryption_key(JweAlg::PBES2_HS256_A128KW);
  const auto token = encrypt_as(Form::compact, key.encryption_key(), kEnc, "text");
  for (const auto size : {0U, 1U, 7U, 257U, 4096U}) {
    auto header = header_of(token);
    header.set("p2s", base::base64url_encode(base::Bytes(size, 1)));
    EXPECT_EQ(jwe_refusal(with_header(token, base::write_json(header)), key), "malformed") << size;
  }
}

// go-jose; likewise CVE-2024-28176 (panva/jose), CVE-2024-33664 (python-jose), CVE-2024-28102 (jwcrypto).
TEST(JweAttack, Cve202428180DecompressionBombs) {
  const auto key = sample_decryption_key(JweAlg::A128KW);
  const auto refusal_of = [&](const std::string& text, const DecryptPolicy& policy) {
    return jwe_refusal(encrypt_as(Form::compact, key.encryption_key(), kEnc, text, {.compress = true}), key, policy);
  };
  const std::string bomb(std::size_t{16} << 20, '\0');
  EXPECT_EQ(refusal_of(bomb, {.encs = every_enc()}), "alg_not_allowed");
  EXPECT_EQ(refusal_of(bomb, open_policy()), "too_large");
  auto policy = open_policy();
  policy.inflate = crypto::InflateLimits{.size_bytes = std::size_t{1} << 30, .ratio = 100};
  EXPECT_EQ(refusal_of(bomb, policy), "too_large");
  policy.inflate = crypto::InflateLimits{.size_bytes = bomb.size() - 1, .ratio = 2000};
  EXPECT_EQ(refusal_of(bomb, policy), "too_large");
  policy.inflate = crypto::InflateLimits{.size_bytes = bomb.size(), .ratio = 2000};
  EXPECT_EQ(refusal_of(bomb, policy), "none");
}

TEST(JweAttack, CompressedTextThatIsNoDeflateStreamIsRefused) {
  const auto key = sample_decryption_key(JweAlg::A128KW);
  constexpr auto* kHeader = R"({"alg":"A128KW","enc":"A128CBC-HS256","zip":"DEF"})";
  const auto packed = crypto::deflate(secret("some text"));
  const auto whole = packed.reveal([](base::ByteView bytes) { return std::string(base::as_text(bytes)); });
  EXPECT_EQ(text_of(decrypt(forge_compact(key, kHeader, kEnc, whole), key, open_policy())), "some text");
  for (const auto& text :
       {std::string("some text"), std::string(), whole.substr(0, whole.size() - 1), whole + "x", "\x78\x9c" + whole}) {
    EXPECT_EQ(jwe_refusal(forge_compact(key, kHeader, kEnc, text), key), "malformed");
  }
}

TEST(JweAttack, AHostileMebibyteIsRefusedByItsSize) {
  const auto key = sample_decryption_key(JweAlg::A128KW);
  for (const char filler : {'.', 'A', '{', '['}) {
    EXPECT_EQ(jwe_refusal(std::string(std::size_t{1} << 20, filler), key), "too_large");
  }
}

// Padding: RSA1_5, and answers that tell one failure from another

TEST(JweAttack, Rfc8725Section32Rsa15IsRefusedByName) {
  EXPECT_FALSE(jwe_alg_from_name("RSA1_5"));
  const auto key = sample_decryption_key(JweAlg::RSA_OAEP);
  const auto token = encrypt_as(Form::compact, key.encryption_key(), kEnc, "text");
  bool asked = false;
  const auto opened = decrypt(
      with_header(token, R"({"alg":"RSA1_5","enc":"A128CBC-HS256"})"),
      [&](const JweHeader&) -> base::Result<DecryptionKey> {
        asked = true;
        return key;
      },
      open_policy());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().reason, Reason::alg_not_allowed);
  EXPECT_TRUE(names_rsa15(opened.error())) << opened.error().what;
  EXPECT_FALSE(opened.error().hint.empty());
  EXPECT_FALSE(asked);

  auto jwk = private_jwk(key);
  jwk.set("alg", "RSA1_5");
  const auto refused = parse_jwk(base::write_with_secrets(jwk, false));
  ASSERT_FALSE(refused);
  EXPECT_TRUE(names_rsa15(refused.error())) << refused.error().what;
}

/// Encrypted keys of RSA-OAEP that fail in every way there is: by their number, padding, and what is inside.
std::vector<base::Bytes> bad_oaep_keys(const DecryptionKey& key, const base::Bytes& right) {
  std::vector<base::Bytes> bad;
  for (const auto at : {std::size_t{0}, right.size() / 2, right.size() - 1}) {
    bad.push_back(right);
    bad.back()[at] ^= 1U;
  }
  for (const std::uint8_t first :
       base::Bytes{0x00, 0x01, 0x02, 0x7f}) {  // Manger looks at the first byte of what comes out
    bad.push_back(crypto::random_bytes(right.size()));
    bad.back().front() = first;
  }
  bad.emplace_back(right.size(), 0);
  bad.emplace_back(right.size(), 0xff);
  bad.emplace_back(right.size() - 1, 1);
  bad.emplace_back(right.size() + 1, 1);
  bad.emplace_back();
  const auto pair = key.private_key()->public_key();
  for (const auto size : {0U, 1U, 16U, 31U, 33U, 48U, 62U}) {  // A128CBC-HS256 needs 32
    bad.push_back(crypto::encrypt_oaep(pair, *info(key.alg()).oaep, crypto::random_secret(size)).value());
  }
  for (const auto hash : {crypto::OaepHash::sha1, crypto::OaepHash::sha256}) {
    if (hash != *info(key.alg()).oaep) {
      bad.push_back(crypto::encrypt_oaep(pair, hash, crypto::random_secret(32)).value());
    }
  }
  return bad;
}

/// The answer to a token whose content alone was changed.
std::string answer_to_a_wrong_tag(const std::string& token, const DecryptionKey& key) {
  auto tag = part_of(token, 4);
  tag.front() ^= 1U;
  return answer(with_part(token, 4, tag), key);
}

// Bleichenbacher's and Manger's attacks live on telling these apart: every one is answered in the same words.
TEST(JweAttack, Rfc7516Section115WrongOaepPaddingIsAnsweredAsAWrongTag) {
  for (const auto alg : {JweAlg::RSA_OAEP, JweAlg::RSA_OAEP_256, JweAlg::RSA_OAEP_384, JweAlg::RSA_OAEP_512}) {
    const auto key = sample_decryption_key(alg);
    const auto token = encrypt_as(Form::compact, key.encryption_key(), kEnc, "text");
    const auto expected = answer_to_a_wrong_tag(token, key);
    EXPECT_TRUE(expected.starts_with("decryption_failed")) << expected;
    for (const auto& bad : bad_oaep_keys(key, part_of(token, 1))) {
      EXPECT_EQ(answer(with_part(token, 1, bad), key), expected) << name(alg) << " " << bad.size();
    }
  }
}

TEST(JweAttack, Rfc7516Section115AWrongEncryptedKeyIsAnsweredAsAWrongTag) {
  for (const auto alg : every_jwe_alg()) {
    if (is_direct(alg)) continue;
    for (const auto& key : sample_decryption_keys(alg, kEnc)) {
      const auto token = encrypt_as(Form::compact, key.encryption_key(), kEnc, "text");
      const auto expected = answer_to_a_wrong_tag(token, key);
      EXPECT_TRUE(expected.starts_with("decryption_failed")) << expected;
      const auto right = part_of(token, 1);
      auto flipped = right;
      flipped.back() ^= 0x80U;
      for (const auto& bad : {flipped, base::Bytes(right.size()), base::Bytes(right.begin(), right.end() - 8),
                              base::Bytes(right.size() + 8), base::Bytes(right.size() - 1), base::Bytes()}) {
        EXPECT_EQ(answer(with_part(token, 1, bad), key), expected) << name(alg) << " " << bad.size();
      }
    }
  }
}

// A right CBC text under a right tag whose padding is wrong: only who holds the key can make it.
TEST(JweAttack, Rfc7518Section522CbcPaddingIsLookedAtBehindTheTag) {
  const auto key = sample_decryption_key(JweAlg::dir, kEnc);
  const auto token = encrypt_as(Form::compact, key.encryption_key(), kEnc, std::string(31, 'x'));
  const auto expected = answer_to_a_wrong_tag(token, key);
  auto cut = part_of(token, 3);  // without its last block the text ends in what is no padding
  cut.resize(16);
  const auto header = token.substr(0, token.find('.'));
  base::Bytes message(header.begin(), header.end());
  const auto iv = part_of(token, 2);
  message.insert(message.end(), iv.begin(), iv.end());
  message.insert(message.end(), cut.begin(), cut.end());
  const std::uint64_t bits = header.size() * 8;
  for (int shift = 56; shift >= 0; shift -= 8) message.push_back(static_cast<std::uint8_t>(bits >> shift));
  const auto mac_key =
      key.secret()->reveal([](base::ByteView bytes) { return base::SecretBytes::copy_of(bytes.first(16)); });
  auto tag = crypto::hmac(crypto::Hash::sha256, mac_key, message);
  tag.resize(16);
  EXPECT_EQ(answer(with_part(with_part(token, 3, cut), 4, tag), key), expected);
}

// Tags and IVs of another length

/// Each prefix of the right bytes, and some longer ones.
std::vector<base::Bytes> other_lengths(const base::Bytes& right) {
  std::vector<base::Bytes> all;
  for (std::size_t size = 0; size < right.size(); ++size) {
    all.emplace_back(right.begin(), right.begin() + static_cast<std::ptrdiff_t>(size));
  }
  for (const std::size_t more : {1U, 4U, 16U}) {
    all.push_back(right);
    all.back().resize(right.size() + more);
  }
  return all;
}

// A GCM tag that is cut is a right shorter tag, which guessing finds; so is an HMAC that is cut.
TEST(JweAttack, Rfc7518Section5TagsAndIvsOfAnotherLength) {
  for (const auto enc : every_enc()) {
    const auto key = sample_decryption_key(JweAlg::A128KW, enc);
    const auto token = encrypt_as(Form::compact, key.encryption_key(), enc, "text");
    for (const std::size_t part : {2U, 4U}) {
      for (const auto& bytes : other_lengths(part_of(token, part))) {
        EXPECT_EQ(jwe_refusal(with_part(token, part, bytes), key), "malformed") << name(enc) << " " << bytes.size();
      }
    }
  }
}

TEST(JweAttack, Rfc7518Section522TheWholeHmacIsNoTag) {
  for (const auto enc : {Enc::A128CBC_HS256, Enc::A192CBC_HS384, Enc::A256CBC_HS512}) {
    const auto key = sample_decryption_key(JweAlg::dir, enc);
    const auto token = encrypt_as(Form::compact, key.encryption_key(), enc, "text");
    auto whole = part_of(token, 4);
    whole.resize(whole.size() * 2);
    EXPECT_EQ(jwe_refusal(with_part(token, 4, whole), key), "malformed");
  }
}

TEST(JweAttack, Rfc7518Section47TagsAndIvsOfWrappedKeys) {
  for (const auto alg : {JweAlg::A128GCMKW, JweAlg::A192GCMKW, JweAlg::A256GCMKW}) {
    const auto key = sample_decryption_key(alg);
    const auto token = encrypt_as(Form::compact, key.encryption_key(), kEnc, "text");
    for (const auto* member : {"iv", "tag"}) {
      const auto right = base::base64url_decode(*header_of(token).find(member)->string()).value();
      const auto refusal_of = [&](Json value) {
        auto header = header_of(token);
        header.set(member, std::move(value));
        return jwe_refusal(with_header(token, base::write_json(header)), key);
      };
      for (const auto& bytes : other_lengths(right)) {
        EXPECT_EQ(refusal_of(base::base64url_encode(bytes)), "malformed") << member << " " << bytes.size();
      }
      EXPECT_EQ(refusal_of(1), "malformed");
      EXPECT_EQ(refusal_of("===="), "malformed");
      auto header = header_of(token);
      header.erase(member);
      EXPECT_EQ(jwe_refusal(with_header(token, base::write_json(header)), key), "malformed");
    }
  }
}

// Algorithms exchanged

TEST(JweAttack, TheHeadersAlgIsComparedNeverObeyed) {
  for (const auto alg : every_jwe_alg()) {
    const auto key = sample_decryption_key(alg, kEnc);
    const auto token = encrypt_as(Form::compact, key.encryption_key(), kEnc, "text");
    std::vector<std::string> others{"none", "RSA1_5", "HS256", "RS256", "", "DIR", "a128kw", "A128CBC-HS256", "A512KW"};
    for (const auto other : every_jwe_alg()) {
      if (other != alg) others.emplace_back(name(other));
    }
    for (const auto& other : others) {
      auto header = header_of(token);
      header.set("alg", other);
      EXPECT_EQ(jwe_refusal(with_header(token, base::write_json(header)), key), "alg_not_allowed")
          << name(alg) << " as " << other;
    }
  }
}

TEST(JweAttack, TheHeadersEncCannotBeExchanged) {
  for (const auto alg : {JweAlg::dir, JweAlg::A128KW, JweAlg::RSA_OAEP_256, JweAlg::ECDH_ES}) {
    for (const auto enc : every_enc()) {
      const auto key = sample_decryption_key(alg, enc);
      const auto token = encrypt_as(Form::compact, key.encryption_key(), enc, "text");
      for (const auto other : every_enc()) {
        if (other == enc) continue;
        auto header = header_of(token);
        header.set("enc", name(other));
        const auto swapped = with_header(token, base::write_json(header));
        EXPECT_NE(jwe_refusal(swapped, key), "none") << name(alg) << " " << name(enc) << " as " << name(other);
        EXPECT_EQ(jwe_refusal(swapped, key, {.encs = {enc}}), "alg_not_allowed");
      }
      for (const auto* unknown : {"none", "", "A128KW", "a128gcm", "A128CBC", "XC20P"}) {
        auto header = header_of(token);
        header.set("enc", unknown);
        EXPECT_EQ(jwe_refusal(with_header(token, base::write_json(header)), key), "alg_not_allowed");
      }
    }
  }
}

// The same 32 bytes are a key of A256GCM and of A128CBC-HS256; a dir key is for one of them.
TEST(JweAttack, ADirKeyDecryptsNoOtherEncOfItsLength) {
  const auto bytes = crypto::random_secret(32);
  const auto gcm = DecryptionKey::make("", JweAlg::dir, bytes.clone(), {Enc::A256GCM}).value();
  const auto token = forge_with_cek(R"({"alg":"dir","enc":"A128CBC-HS256"})", {}, Enc::A128CBC_HS256, bytes, "text");
  EXPECT_EQ(jwe_refusal(token, gcm), "alg_not_allowed");
}

TEST(JweAttack, Rfc7516Section52DirectTokensHaveNoEncryptedKey) {
  for (const auto alg : {JweAlg::dir, JweAlg::ECDH_ES}) {
    for (const auto& key : sample_decryption_keys(alg, kEnc)) {
      const auto token = encrypt_as(Form::compact, key.encryption_key(), kEnc, "text");
      for (const auto size : {1U, 8U, 40U, 256U}) {
        EXPECT_EQ(jwe_refusal(with_part(token, 1, base::Bytes(size)), key), "malformed") << name(alg) << " " << size;
      }
    }
  }
}

// Keys that a header brings along

// Likewise CVE-2018-0114 (node-jose, for signatures).
TEST(JweAttack, Rfc8725Section310KeysInTheHeaderAreNeverUsed) {
  const auto key = sample_decryption_key(JweAlg::RSA_OAEP_256);
  const auto strange = DecryptionKey::make("sample", JweAlg::RSA_OAEP_256,
                                           crypto::PrivateKey::generate(crypto::KeyKind::rsa, 2048).value())
                           .value();
  const auto extras = Json::object({{"jwk", public_jwk(strange.encryption_key()).value()},
                                    {"jku", "https://attacker.example/jwks"},
                                    {"x5u", "file:///etc/passwd"},
                                    {"x5c", Json::array({"AAAA"})}});
  const auto from_stranger = encrypt_compact(strange.encryption_key(), kEnc, extras, secret("text")).value();
  EXPECT_EQ(jwe_refusal(from_stranger, key), "decryption_failed");
  const auto for_us = encrypt_compact(key.encryption_key(), kEnc, extras, secret("text")).value();
  EXPECT_EQ(jwe_refusal(for_us, key), "none");
}

TEST(JweAttack, AKidIsANameAndNothingElse) {
  const auto bytes = crypto::random_secret(16);
  for (const auto* kid :
       {"../../dev/null", "' OR 1=1 --", "http://attacker.example/", "${jndi:ldap://x}", "\x01\n", ""}) {
    const auto key = DecryptionKey::make(kid, JweAlg::A128KW, bytes.clone()).value();
    const auto token = encrypt_as(Form::compact, key.encryption_key(), kEnc, "text");
    EXPECT_EQ(jwe_refusal(token, key), "none");
    const auto other = DecryptionKey::make("orders", JweAlg::A128KW, bytes.clone()).value();
    EXPECT_EQ(jwe_refusal(token, other), *kid == '\0' ? "none" : "key_mismatch") << kid;
  }
}

// Signed for encrypted, encrypted for signed

TEST(JweAttack, Rfc7516Section9SignedTokensAreNotDecrypted) {
  const auto key = sample_decryption_key(JweAlg::A128KW);
  for (const auto alg : kEveryAlg) {
    const auto token = sign_jwt(sample_key(alg), claims()).value();
    const auto opened = decrypt(token, key, open_policy());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().reason, Reason::malformed);
    EXPECT_NE(opened.error().hint.find("verify"), std::string::npos);
  }
  for (const auto* token :
       {R"({"payload":"eA","signature":"eA","protected":"e30","iv":"eA","ciphertext":"eA","tag":"eA"})",
        R"({"payload":"eA","signatures":[]})"}) {
    EXPECT_EQ(jwe_refusal(token, key), "malformed");
  }
}

TEST(JweAttack, Rfc7516Section9EncryptedTokensAreNotVerified) {
  for (const auto alg : every_jwe_alg()) {
    const auto token = encrypt_as(Form::compact, sample_decryption_key(alg, kEnc).encryption_key(), kEnc, "{}");
    for (const auto signer : {Alg::HS256, Alg::RS256, Alg::ES256}) {
      EXPECT_EQ(refusal(token, sample_key(signer).verify_key()), "malformed");
    }
  }
}

// An encrypted token is no proof of who wrote it: a public key must not pass for an HMAC secret or a signing key.
TEST(JweAttack, KeysOfOneUseAreNotTakenForTheOther) {
  for (const auto alg : every_jwe_alg()) {
    const auto key = sample_decryption_key(alg, kEnc);
    const auto jwk = parse_jwk(base::write_with_secrets(private_jwk(key), false)).value();
    for (const auto signer : kEveryAlg) {
      EXPECT_FALSE(verify_key(jwk, signer)) << name(alg) << " as " << name(signer);
      EXPECT_FALSE(signing_key(jwk, signer)) << name(alg) << " as " << name(signer);
    }
  }
  for (const auto alg : kEveryAlg) {
    const auto jwk = parse_jwk(base::write_with_secrets(private_jwk(sample_key(alg)), false)).value();
    for (const auto other : every_jwe_alg()) {
      EXPECT_FALSE(decryption_key(jwk, other, {kEnc})) << name(alg) << " as " << name(other);
      EXPECT_FALSE(encryption_key(jwk, other, {kEnc})) << name(alg) << " as " << name(other);
    }
  }
}

}  // namespace
}  // namespace jwtkeep::jose
