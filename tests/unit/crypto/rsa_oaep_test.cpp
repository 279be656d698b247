// RSA-OAEP: what is encrypted comes back to its key alone. Vectors: wycheproof_encryption_test.cpp.
#include "jwtkeep/crypto/rsa_oaep.hpp"

#include <gtest/gtest.h>

#include "jwtkeep/crypto/random.hpp"
#include "keys.hpp"

namespace jwtkeep::crypto {
namespace {

constexpr OaepHash kEveryHash[] = {OaepHash::sha1, OaepHash::sha256, OaepHash::sha384, OaepHash::sha512};

TEST(RsaOaep, RoundTripsOfEveryLengthThatAKeyCanHave) {
  for (const auto hash : kEveryHash) {
    for (const auto size : std::initializer_list<std::size_t>{0, 1, 16, 24, 32, 48, 64}) {
      const auto text = random_secret(size);
      const auto ciphertext = encrypt_oaep(rsa_2048().public_key(), hash, text).value();
      EXPECT_EQ(ciphertext.size(), 256U);
      const auto opened = decrypt_oaep(rsa_2048(), hash, ciphertext);
      ASSERT_TRUE(opened);
      EXPECT_TRUE(*opened == text);
      for (const auto other : kEveryHash) {
        if (other != hash) {
          EXPECT_FALSE(decrypt_oaep(rsa_2048(), other, ciphertext));
        }
      }
    }
  }
}

TEST(RsaOaep, TextsThatDoNotFitAreRefused) {
  // RFC 8017 section 7.1.1: k - 2 hLen - 2.
  EXPECT_TRUE(encrypt_oaep(rsa_2048().public_key(), OaepHash::sha512, random_secret(126)));
  const auto refused = encrypt_oaep(rsa_2048().public_key(), OaepHash::sha512, random_secret(127));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, base::Reason::bad_value);
}

TEST(RsaOaep, ChangedCiphertextsAreRefused) {
  const auto ciphertext = encrypt_oaep(rsa_2048().public_key(), OaepHash::sha256, random_secret(32)).value();
  for (const auto at : std::initializer_list<std::size_t>{0, 1, 100, 255}) {
    auto changed = ciphertext;
    changed[at] ^= 1;
    EXPECT_FALSE(decrypt_oaep(rsa_2048(), OaepHash::sha256, changed)) << at;
  }
  for (const auto size : std::initializer_list<std::size_t>{0, 1, 128, 255, 257, 512}) {
    auto changed = ciphertext;
    changed.resize(size);
    EXPECT_FALSE(decrypt_oaep(rsa_2048(), OaepHash::sha256, changed)) << size;
  }
  EXPECT_FALSE(decrypt_oaep(rsa_2048(), OaepHash::sha256, base::Bytes(256)));        // 0 stays 0
  EXPECT_FALSE(decrypt_oaep(rsa_2048(), OaepHash::sha256, base::Bytes(256, 0xff)));  // not below the modulus
  EXPECT_FALSE(decrypt_oaep(rsa_3072(), OaepHash::sha256, ciphertext));
}

TEST(RsaOaep, OtherKindsOfKeyAreRefused) {
  const auto key = PrivateKey::generate(KeyKind::ec_p256).value();
  EXPECT_EQ(encrypt_oaep(key.public_key(), OaepHash::sha256, random_secret(16)).error().reason,
            base::Reason::key_mismatch);
  EXPECT_FALSE(decrypt_oaep(key, OaepHash::sha256, base::Bytes(256)));
}

}  // namespace
}  // namespace jwtkeep::crypto
