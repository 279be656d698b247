// Key agreement: RFC 7518 appendix C, RFC 7748 section 6, and keys that must not agree.
#include "jwtkeep/crypto/key_agreement.hpp"

#include <gtest/gtest.h>

#include <array>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/concat_kdf.hpp"
#include "keys.hpp"

namespace jwtkeep::crypto {
namespace {

base::Bytes decode(std::string_view text) { return base::base64url_decode(text).value(); }

PrivateKey p256(std::string_view x, std::string_view y, std::string_view d) {
  return PrivateKey::from_components(EcPrivate{{KeyKind::ec_p256, decode(x), decode(y)}, secret(decode(d))}).value();
}

TEST(KeyAgreement, Rfc7518AppendixC) {
  const auto alice = p256("gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0", "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps",
                          "0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo");
  const auto bob = p256("weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ", "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck",
                        "VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw");
  const std::array<std::uint8_t, 32> z{158, 86, 217, 29,  129, 113, 53,  211, 114, 131, 66,  131, 191, 132, 38,  156,
                                       251, 49, 110, 163, 218, 128, 106, 72,  246, 218, 167, 121, 140, 254, 144, 196};
  const auto agreed = agree(alice, bob.public_key());
  ASSERT_TRUE(agreed);
  EXPECT_TRUE(*agreed == secret(base::ByteView(z)));
  EXPECT_TRUE(*agree(bob, alice.public_key()) == *agreed);
  const auto key = concat_kdf(*agreed, "A128GCM", base::as_bytes("Alice"), base::as_bytes("Bob"), 16);
  EXPECT_TRUE(key == secret(decode("VqqN6vgjbSBcIijNcacQGg")));
}

TEST(KeyAgreement, BothSidesOfEveryCurveComeToOneSecret) {
  for (const auto& key : sample_keys()) {
    const auto kind = key.kind();
    if (!can_agree(kind)) {
      EXPECT_FALSE(agree(key, key.public_key())) << describe(kind);
      continue;
    }
    const auto one = PrivateKey::generate(kind).value();
    const auto two = PrivateKey::generate(kind).value();
    const auto agreed = agree(one, two.public_key());
    ASSERT_TRUE(agreed) << describe(kind);
    EXPECT_TRUE(*agreed == *agree(two, one.public_key())) << describe(kind);
    EXPECT_FALSE(*agreed == *agree(one, one.public_key())) << describe(kind);
    for (const auto& other : sample_keys()) {
      if (other.kind() != kind) {
        EXPECT_FALSE(agree(one, other.public_key())) << describe(kind);
      }
    }
  }
}

// NIST SP 800-56A section 5.8.1: the derived key is longer than one digest.
TEST(ConcatKdf, LongKeysBeginDifferentlyFromShortOnes) {
  const auto z = secret("shared");
  const auto empty = base::ByteView{};
  auto longer = concat_kdf(z, "A256CBC-HS512", empty, empty, 64);
  EXPECT_EQ(longer.size(), 64U);
  longer.truncate(32);
  EXPECT_FALSE(longer == concat_kdf(z, "A256CBC-HS512", empty, empty, 32));  // SuppPubInfo holds the length
  EXPECT_FALSE(concat_kdf(z, "A", base::as_bytes("BC"), empty, 32) ==
               concat_kdf(z, "AB", base::as_bytes("C"), empty, 32));
  EXPECT_EQ(concat_kdf(z, "A192KW", empty, empty, 24).size(), 24U);
}

}  // namespace
}  // namespace jwtkeep::crypto
