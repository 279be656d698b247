// Hashes, MACs, derived keys, sealing and random bytes against their RFCs' own examples.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/aead.hpp"
#include "jwtkeep/crypto/hash.hpp"
#include "jwtkeep/crypto/kdf.hpp"
#include "jwtkeep/crypto/mac.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "keys.hpp"

namespace jwtkeep::crypto {
namespace {

std::string hex_of(const base::SecretBytes& secret) { return secret.reveal(base::hex_encode); }

TEST(Hash, DigestsOfAbc) {  // FIPS 180-4, the examples of its companion page
  const auto abc = base::as_bytes("abc");
  EXPECT_EQ(base::hex_encode(digest(Hash::sha256, abc)),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(base::hex_encode(digest(Hash::sha384, abc)),
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7");
  EXPECT_EQ(
      base::hex_encode(digest(Hash::sha512, abc)),
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce8"
      "0e2a9ac94fa54ca49f");
}

TEST(Shake256, FipsPub202) {
  EXPECT_EQ(base::hex_encode(shake256({}, 32)), "46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762f");
  EXPECT_EQ(base::hex_encode(shake256(base::as_bytes("abc"), 16)), "483366601360a8771c6863080cc4114d");
  // Longer output goes on where shorter ends.
  const auto longer = shake256(base::as_bytes("abc"), 114);
  EXPECT_EQ(longer.size(), 114U);
  EXPECT_TRUE(std::ranges::equal(base::ByteView(longer).first(16), shake256(base::as_bytes("abc"), 16)));
}

TEST(Mac, Rfc4231TestCase2) {
  const auto key = secret("Jefe");
  const auto message = base::as_bytes("what do ya want for nothing?");
  const auto tag = hmac(Hash::sha256, key, message);
  EXPECT_EQ(base::hex_encode(tag), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(base::hex_encode(hmac(Hash::sha384, key, message)),
            "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649");
  EXPECT_TRUE(verify_hmac(Hash::sha256, key, message, tag));
  EXPECT_FALSE(verify_hmac(Hash::sha256, key, message, base::ByteView(tag).first(16)));
  EXPECT_FALSE(verify_hmac(Hash::sha256, key, message, {}));
  EXPECT_FALSE(verify_hmac(Hash::sha512, key, message, tag));
}

TEST(Mac, TheEmptyKeyIsAKeyOfItsOwn) {  // not the key of the call before
  const auto message = base::as_bytes("");
  (void)hmac(Hash::sha256, secret("other"), message);
  EXPECT_EQ(base::hex_encode(hmac(Hash::sha256, {}, message)),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(Kdf, DeriveIsHkdfExpandOfRfc5869AppendixA1) {
  const auto prk = secret(base::hex_decode("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5").value());
  const std::string info("\xf0\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9");
  EXPECT_EQ(hex_of(derive(prk, info, 42)),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  EXPECT_EQ(derive(prk, info, 0).size(), 0U);
  EXPECT_NE(derive(prk, "one", 32), derive(prk, "two", 32));
  EXPECT_NE(derive(prk, "", 32), derive(prk, "one", 32));
}

TEST(Kdf, PassphraseKeysDependOnEveryInput) {
  const Argon2Cost cheap{1, 8192};
  const base::Bytes salt(kSaltBytes, 7), other_salt(kSaltBytes, 8);
  const auto key = from_passphrase(secret("correct horse"), salt, cheap).value();
  EXPECT_EQ(key.size(), kPassphraseKeyBytes);
  EXPECT_EQ(from_passphrase(secret("correct horse"), salt, cheap).value(), key);
  EXPECT_NE(from_passphrase(secret("correct horsf"), salt, cheap).value(), key);
  EXPECT_NE(from_passphrase(secret("correct horse"), other_salt, cheap).value(), key);
  EXPECT_NE(from_passphrase(secret("correct horse"), salt, {2, 8192}).value(), key);
  EXPECT_NE(from_passphrase(secret("correct horse"), salt, {1, 16384}).value(), key);
  EXPECT_EQ(from_passphrase({}, salt, cheap).value().size(), kPassphraseKeyBytes);
}

TEST(Kdf, CostsFromADamagedFileAreRefusedBeforeAnyMemoryIsTaken) {
  const base::Bytes salt(kSaltBytes, 7);
  for (const auto& cost : {Argon2Cost{0, 8192}, Argon2Cost{65, 8192}, Argon2Cost{1, 8191}, Argon2Cost{1, SIZE_MAX}}) {
    const auto key = from_passphrase(secret("x"), salt, cost);
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().reason, base::Reason::bad_value);
  }
  EXPECT_EQ(from_passphrase(secret("x"), base::Bytes(15, 0), {1, 8192}).error().reason, base::Reason::bad_value);
}

RC_GTEST_PROP(Aead, OpensWhatWasSealedAndNothingElse,
              (const std::vector<std::uint8_t>& text, const std::vector<std::uint8_t>& data)) {
  const auto key = random_secret(kAeadKeyBytes);
  auto sealed = seal(key, data, secret(text));
  RC_ASSERT(sealed.size() == text.size() + kAeadOverheadBytes);
  const auto opened = open(key, data, sealed);
  RC_ASSERT(opened && *opened == secret(text));
  RC_ASSERT(seal(key, data, secret(text)) != sealed);
  auto other_data = data;
  other_data.push_back(0);
  RC_ASSERT(!open(key, other_data, sealed));
  RC_ASSERT(!open(random_secret(kAeadKeyBytes), data, sealed));
  RC_ASSERT(!open(key, data, base::ByteView(sealed).first(sealed.size() - 1)));
  const auto at = *rc::gen::inRange<std::size_t>(0, sealed.size());
  sealed[at] ^= 1;
  RC_ASSERT(!open(key, data, sealed));
}

TEST(Aead, TextsTooShortToHoldATagAreRefused) {
  const auto key = random_secret(kAeadKeyBytes);
  EXPECT_FALSE(open(key, {}, {}));
  EXPECT_FALSE(open(key, {}, base::Bytes(kAeadOverheadBytes - 1, 0)));
}

TEST(Random, BytesDiffer) {
  std::set<base::Bytes> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random_bytes(16));
  EXPECT_EQ(seen.size(), 1000U);
  EXPECT_NE(random_secret(32), random_secret(32));
  EXPECT_TRUE(random_bytes(0).empty());
  EXPECT_EQ(random_secret(0).size(), 0U);
}

}  // namespace
}  // namespace jwtkeep::crypto
