// The ciphers for a JWE's content: RFC 7518 appendix B, and what each must refuse.
#include "jwtkeep/crypto/content_encryption.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

#include "jwtkeep/crypto/mac.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "keys.hpp"
#include "tests/unit/crypto/hex.hpp"

namespace jwtkeep::crypto {
namespace {

constexpr ContentCipher kEveryCipher[] = {ContentCipher::aes_128_cbc_hmac_sha256,
                                          ContentCipher::aes_192_cbc_hmac_sha384,
                                          ContentCipher::aes_256_cbc_hmac_sha512,
                                          ContentCipher::aes_128_gcm,
                                          ContentCipher::aes_192_gcm,
                                          ContentCipher::aes_256_gcm};

/// 00 01 02 ...
base::SecretBytes counting_key(std::size_t size) {
  base::Bytes bytes(size);
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
  return secret(bytes);
}

void check_appendix_b(ContentCipher cipher, std::string_view ciphertext, std::string_view tag) {
  const auto text = secret(
      "A cipher system must not be required to be secret, and it must be able to fall into the hands of the enemy "
      "without inconvenience");
  const auto associated = base::as_bytes("The second principle of Auguste Kerckhoffs");
  const auto key = counting_key(key_size_bytes(cipher));
  const EncryptedContent expected{hex("1af38c2dc2b96ffdd86694092341bc04"), hex(ciphertext), hex(tag)};
  const auto made = encrypt_content_with_iv(cipher, key, expected.iv, associated, text);
  EXPECT_EQ(made.ciphertext, expected.ciphertext);
  EXPECT_EQ(made.tag, expected.tag);
  const auto opened = decrypt_content(cipher, key, associated, expected);
  ASSERT_TRUE(opened);
  EXPECT_TRUE(*opened == text);
}

// RFC 7516 appendix B: the content of its appendix A.3, step by step.
TEST(ContentEncryption, Rfc7516AppendixB) {
  const auto key = secret(base::Bytes{4,   211, 31,  197, 84,  157, 252, 254, 11,  100, 157, 250, 63,  170, 106, 206,
                                      107, 124, 212, 45,  111, 107, 9,   219, 200, 177, 0,   240, 143, 156, 44,  207});
  const auto associated = base::as_bytes("eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0");
  const base::Bytes iv{3, 22, 60, 12, 43, 67, 104, 105, 108, 108, 105, 99, 111, 116, 104, 101};
  const auto text = secret("Live long and prosper.");
  const auto made = encrypt_content_with_iv(ContentCipher::aes_128_cbc_hmac_sha256, key, iv, associated, text);
  const base::Bytes ciphertext{40,  57,  83,  181, 119, 33, 133, 148, 198, 185, 243, 24,  152, 230, 6,  75,
                               129, 223, 127, 19,  210, 82, 183, 230, 168, 33,  215, 104, 143, 112, 56, 102};
  const base::Bytes tag{83, 73, 191, 98, 104, 205, 211, 128, 201, 189, 199, 133, 32, 38, 194, 85};
  EXPECT_EQ(made.ciphertext, ciphertext);
  EXPECT_EQ(made.tag, tag);
  const auto opened = decrypt_content(ContentCipher::aes_128_cbc_hmac_sha256, key, associated, {iv, ciphertext, tag});
  ASSERT_TRUE(opened);
  EXPECT_TRUE(*opened == text);
}

TEST(ContentEncryption, Rfc7518AppendixB1) {
  check_appendix_b(ContentCipher::aes_128_cbc_hmac_sha256,
                   "c80edfa32ddf39d5ef00c0b468834279a2e46a1b8049f792f76bfe54b903a9c9a94ac9b47ad2655c5f10f9aef71427e2fc"
                   "6f9b3f399a221489f16362c703233609d45ac69864e3321cf82935ac4096c86e133314c54019e8ca7980dfa4b9cf1b384c"
                   "486f3a54c51078158ee5d79de59fbd34d848b3d69550a67646344427ade54b8851ffb598f7f80074b9473c82e2db",
                   "652c3fa36b0a7c5b3219fab3a30bc1c4");
}

TEST(ContentEncryption, Rfc7518AppendixB2) {
  check_appendix_b(ContentCipher::aes_192_cbc_hmac_sha384,
                   "ea65da6b59e61edb419be62d19712ae5d303eeb50052d0dfd6697f77224c8edb000d279bdc14c1072654bd30944230c657"
                   "bed4ca0c9f4a8466f22b226d1746214bf8cfc2400add9f5126e479663fc90b3bed787a2f0ffcbf3904be2a641d5c2105bf"
                   "e591bae23b1d7449e532eef60a9ac8bb6c6b01d35d49787bcd57ef484927f280adc91ac0c4e79c7b11efc60054e3",
                   "8490ac0e58949bfe51875d733f93ac2075168039ccc733d7");
}

TEST(ContentEncryption, Rfc7518AppendixB3) {
  check_appendix_b(ContentCipher::aes_256_cbc_hmac_sha512,
                   "4affaaadb78c31c5da4b1b590d10ffbd3dd8d5d302423526912da037ecbcc7bd822c301dd67c373bccb584ad3e9279c2e6"
                   "d12a1374b77f077553df829410446b36ebd97066296ae6427ea75c2e0846a11a09ccf5370dc80bfecbad28c73f09b3a3b7"
                   "5e662a2594410ae496b2e2e6609e31e6e02cc837f053d21f37ff4f51950bbe2638d09dd7a4930930806d0703b1f6",
                   "4dd3b4c088a7f45c216839645b2012bf2e6269a8c56a816dbc1b267761955bc5");
}

RC_GTEST_PROP(ContentEncryptionProperty, WhatIsEncryptedComesBackToItsKeyAndDataAlone, ()) {
  const auto cipher = *rc::gen::elementOf(std::vector<ContentCipher>(std::begin(kEveryCipher), std::end(kEveryCipher)));
  const auto text = *rc::gen::arbitrary<base::Bytes>();
  const auto associated = *rc::gen::arbitrary<base::Bytes>();
  const auto key = random_secret(key_size_bytes(cipher));
  const auto content = encrypt_content(cipher, key, associated, secret(text));
  const auto opened = decrypt_content(cipher, key, associated, content);
  RC_ASSERT(opened && *opened == secret(text));
  auto other = associated;
  other.push_back(0);
  RC_ASSERT(!decrypt_content(cipher, key, other, content));
  RC_ASSERT(!decrypt_content(cipher, random_secret(key_size_bytes(cipher)), associated, content));
}

TEST(ContentEncryption, EveryChangedBitIsRefused) {
  for (const auto cipher : kEveryCipher) {
    const auto key = random_secret(key_size_bytes(cipher));
    const auto content = encrypt_content(cipher, key, base::as_bytes("head"), secret("seventeen letters"));
    for (auto part : {&EncryptedContent::iv, &EncryptedContent::ciphertext, &EncryptedContent::tag}) {
      for (std::size_t bit = 0; bit < (content.*part).size() * 8; ++bit) {
        auto changed = content;
        (changed.*part)[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        ASSERT_FALSE(decrypt_content(cipher, key, base::as_bytes("head"), changed)) << bit;
      }
    }
  }
}

// RFC 7518 sections 5.2.2.2 and 5.3: a tag that is cut needs 2^8 tries a byte that is left.
TEST(ContentEncryption, CutAndLongTagsAndIvsAreRefused) {
  for (const auto cipher : kEveryCipher) {
    const auto key = random_secret(key_size_bytes(cipher));
    const auto content = encrypt_content(cipher, key, {}, secret("text"));
    for (auto part : {&EncryptedContent::iv, &EncryptedContent::tag}) {
      for (std::size_t size = 0; size < (content.*part).size() + 3; ++size) {
        auto changed = content;
        (changed.*part).resize(size);
        ASSERT_EQ(decrypt_content(cipher, key, {}, changed).has_value(), size == (content.*part).size()) << size;
      }
    }
  }
}

// RFC 7518 section 5.2.2.2: a ciphertext whose tag holds and whose padding does not gives the same answer as any other.
TEST(ContentEncryption, WrongPaddingUnderARightTagIsRefused) {
  const auto key = random_secret(32);
  const auto mac_key = key.reveal([](base::ByteView bytes) { return base::SecretBytes::copy_of(bytes.first(16)); });
  const auto whole = encrypt_content(ContentCipher::aes_128_cbc_hmac_sha256, key, {}, secret("sixteen letters!"));
  ASSERT_EQ(whole.ciphertext.size(), 32U);
  // Without its last block the text ends in '!', which is no padding.
  for (const auto size : std::initializer_list<std::size_t>{0, 1, 16, 31, 32}) {
    EncryptedContent cut = whole;
    cut.ciphertext.resize(size);
    base::Bytes message = cut.iv;
    message.insert(message.end(), cut.ciphertext.begin(), cut.ciphertext.end());
    message.insert(message.end(), 8, 0);
    cut.tag = hmac(Hash::sha256, mac_key, message);
    cut.tag.resize(16);
    EXPECT_EQ(decrypt_content(ContentCipher::aes_128_cbc_hmac_sha256, key, {}, cut).has_value(), size == 32) << size;
  }
}

TEST(ContentEncryption, IvsAreNotUsedTwice) {
  for (const auto cipher : kEveryCipher) {
    const auto key = random_secret(key_size_bytes(cipher));
    const auto one = encrypt_content(cipher, key, {}, secret("text"));
    const auto two = encrypt_content(cipher, key, {}, secret("text"));
    EXPECT_EQ(one.iv.size(), iv_size_bytes(cipher));
    EXPECT_NE(one.iv, two.iv);
    EXPECT_NE(one.ciphertext, two.ciphertext);
  }
}

}  // namespace
}  // namespace jwtkeep::crypto
