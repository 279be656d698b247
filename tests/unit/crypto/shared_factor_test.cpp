// RSA keys with a prime in common (Heninger et al., "Mining Your Ps and Qs", 2012; Lenstra et al., "Public Keys",
// 2012).
#include "jwtkeep/crypto/shared_factor.hpp"

#include <gtest/gtest.h>

#include "../../vectors/entangled_rsa.hpp"
#include "jwtkeep/base/encoding.hpp"
#include "keys.hpp"

namespace jwtkeep::crypto {
namespace {

PublicKey key_of(std::string_view modulus, base::Bytes e = {1, 0, 1}) {
  return PublicKey::from_components(RsaPublic{base::base64url_decode(modulus).value(), std::move(e)}).value();
}

const PublicKey& first() {
  static const auto key = key_of(vectors::kFirstModulus);
  return key;
}
const PublicKey& second() {
  static const auto key = key_of(vectors::kSecondModulus);
  return key;
}
const PublicKey& longer() {
  static const auto key = key_of(vectors::kLongerModulus);
  return key;
}
const PublicKey& alone() {
  static const auto key = key_of(vectors::kAloneModulus);
  return key;
}

TEST(SharedFactor, IsFoundEitherWayRoundAndOverLengths) {
  EXPECT_TRUE(share_factor(first(), second()));
  EXPECT_TRUE(share_factor(second(), first()));
  EXPECT_TRUE(share_factor(first(), longer()));
  EXPECT_TRUE(share_factor(longer(), first()));
}

TEST(SharedFactor, SoundKeysHaveNone) {
  EXPECT_FALSE(share_factor(second(), longer()));
  for (const auto* key : {&first(), &second(), &longer()}) {
    EXPECT_FALSE(share_factor(*key, alone()));
    EXPECT_FALSE(share_factor(alone(), *key));
  }
  EXPECT_FALSE(share_factor(rsa_2048().public_key(), rsa_3072().public_key()));
}

TEST(SharedFactor, OneModulusTwiceIsOneKey) {
  EXPECT_FALSE(share_factor(first(), first()));
  EXPECT_FALSE(share_factor(first(), key_of(vectors::kFirstModulus, {1, 0, 3})));
  const std::vector keys{first(), first(), alone(), alone()};
  EXPECT_EQ(sharing_factors(keys), std::vector(4, false));
}

TEST(SharedFactor, KeysOfOtherKindsHaveNoFactors) {
  for (const auto& key : sample_keys()) {
    if (key.kind() != KeyKind::rsa) {
      EXPECT_FALSE(share_factor(key.public_key(), first()));
      EXPECT_FALSE(share_factor(first(), key.public_key()));
    }
  }
}

TEST(SharedFactor, EveryKeyOfASetThatSharesIsNamed) {
  const auto ec = PrivateKey::generate(KeyKind::ec_p256).value().public_key();
  EXPECT_EQ(sharing_factors({}), std::vector<bool>{});
  EXPECT_EQ(sharing_factors(std::vector{first()}), std::vector{false});
  EXPECT_EQ(sharing_factors(std::vector{alone(), second(), ec, first()}), (std::vector{false, true, false, true}));
  EXPECT_EQ(sharing_factors(std::vector{second(), longer(), alone()}), std::vector(3, false));
  // The first shares with both others, which share nothing with each other.
  EXPECT_EQ(sharing_factors(std::vector{longer(), alone(), first(), second()}), (std::vector{true, false, true, true}));
  EXPECT_EQ(sharing_factors(std::vector{first(), second(), first()}), std::vector(3, true));
}

TEST(SharedFactor, AsManyKeysAreComparedAsTheLimitHolds) {
  // Odd numbers that pass for moduli; that they may share small factors themselves does not matter here.
  const auto modulus = base::base64url_decode(vectors::kAloneModulus).value();
  const auto set_of = [&](std::size_t others) {
    std::vector<PublicKey> keys{first()};
    for (std::size_t i = 0; i < others; ++i) {
      auto n = modulus;
      n[100] = static_cast<std::uint8_t>(i);
      n[101] = static_cast<std::uint8_t>(i >> 8U);
      keys.push_back(PublicKey::from_components(RsaPublic{n, {1, 0, 1}}).value());
    }
    keys.push_back(second());
    return keys;
  };
  EXPECT_TRUE(sharing_factors(set_of(126)).back());
  EXPECT_FALSE(sharing_factors(set_of(127)).back());
}

}  // namespace
}  // namespace jwtkeep::crypto
