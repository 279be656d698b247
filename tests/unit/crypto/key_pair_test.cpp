// Keys out and in again in every form, and every key that must not get in.
#include "jwtkeep/crypto/key_pair.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "keys.hpp"
#include "tests/unit/base/secret_text.hpp"
#include "tests/unit/crypto/hex.hpp"

namespace jwtkeep::crypto {
namespace {

using base::Reason;

TEST(KeyPair, PrivateKeysRoundTripInEveryForm) {
  for (const auto& key : sample_keys()) {
    SCOPED_TRACE(describe(key.kind()));
    const auto numbers = key.components();
    const auto by_pem = PrivateKey::from_pem(key.to_pem());
    const auto by_der = PrivateKey::from_pkcs8(key.to_pkcs8());
    const auto by_numbers = PrivateKey::from_components(numbers);
    ASSERT_TRUE(by_pem && by_der && by_numbers);
    for (const auto* again : {&*by_pem, &*by_der, &*by_numbers}) {
      EXPECT_TRUE(same(again->components(), numbers));
      EXPECT_EQ(again->to_pkcs8(), key.to_pkcs8());
      EXPECT_EQ(again->public_key(), key.public_key());
      EXPECT_EQ(again->bits(), key.bits());
    }
  }
}

TEST(KeyPair, PublicKeysRoundTripInEveryForm) {
  for (const auto& key : sample_keys()) {
    SCOPED_TRACE(describe(key.kind()));
    const auto pub = key.public_key();
    const auto by_pem = PublicKey::from_pem(pub.to_pem());
    const auto by_der = PublicKey::from_spki(pub.to_spki());
    const auto by_numbers = PublicKey::from_components(pub.components());
    ASSERT_TRUE(by_pem && by_der && by_numbers);
    for (const auto* again : {&*by_pem, &*by_der, &*by_numbers}) {
      EXPECT_EQ(*again, pub);
      EXPECT_EQ(again->to_spki(), pub.to_spki());
    }
  }
}

TEST(KeyPair, NumbersHaveTheWidthsOfAJwk) {
  const auto rsa = std::get<RsaPrivate>(rsa_2048().components());
  EXPECT_EQ(rsa.pub.n.size(), 256U);
  EXPECT_NE(rsa.pub.n.front(), 0);
  EXPECT_EQ(rsa.pub.e, (base::Bytes{1, 0, 1}));
  EXPECT_EQ(rsa.p.size(), 128U);
  for (int i = 0; i < 20; ++i) {
    const auto ec = std::get<EcPrivate>(PrivateKey::generate(KeyKind::ec_p256)->components());
    EXPECT_EQ(ec.pub.x.size(), 32U);
    EXPECT_EQ(ec.pub.y.size(), 32U);
    EXPECT_EQ(ec.d.size(), 32U);
  }
}

/// P-256 keys of which one number begins with zero bytes, worked out apart from any library.
struct ShortNumbers {
  const char* what;
  const char* d;
  const char* x;
  const char* y;
};
const ShortNumbers kShortNumbers[] = {
    {"x", "36ce212653b17745203237ece701833208b9df81295693f4a25d7033c6e6c1da",
     "006561b9866aed85cb342ab1fd91e741df01d246a71303af37fe632af4fa87ad",
     "b44b14c78cc825f1c6b0d3d807508d8ba72156a8648302917da8028f497faf2f"},
    {"y", "36ce212653b17745203237ece701833208b9df81295693f4a25d7033c6e6c441",
     "7d160736690f3ed5f76ae9878e20283de498f3c0b17210942a2dac1f24698136",
     "0062020f6049a1669a28d9df1cbe223a8dbaa44fdab13bac727d084e96cccf7c"},
    {"d", "000036ce212653b17745203237ece701833208b9df81295693f4a25d7033c6e6",
     "60278e14642d44f62858363eb543899a8fd611867fb576daec809f571a9f50b5",
     "8b6c840c4bb67fcc3f42fa6859c7fe85cda94185c701f5330e24486ed09729c3"},
    {"d = 1", "0000000000000000000000000000000000000000000000000000000000000001",
     "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
     "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"},
};

TEST(KeyPair, EcNumbersWithLeadingZeroBytesKeepTheirWidth) {
  for (const auto& row : kShortNumbers) {
    SCOPED_TRACE(row.what);
    const EcPublic pub{KeyKind::ec_p256, hex(row.x), hex(row.y)};
    const auto key = PrivateKey::from_components(EcPrivate{pub, secret(hex(row.d))});
    ASSERT_TRUE(key) << key.error().what;
    const auto again = PrivateKey::from_pem(key->to_pem());
    ASSERT_TRUE(again) << again.error().what;
    const auto numbers = std::get<EcPrivate>(again->components());
    EXPECT_EQ(numbers.pub, pub);
    EXPECT_EQ(numbers.d, secret(hex(row.d)));
    EXPECT_EQ(PublicKey::from_pem(key->public_key().to_pem())->components(), PublicComponents(pub));
  }
}

TEST(KeyPair, RsaFactorsAreFoundFromNEAndD) {  // RFC 7518 section 6.3.2
  for (const auto* key : {&rsa_2048(), &rsa_3072()}) {
    auto numbers = std::get<RsaPrivate>(key->components());
    const auto again = PrivateKey::from_components(RsaPrivate{numbers.pub, numbers.d.clone(), {}, {}, {}, {}, {}});
    ASSERT_TRUE(again) << again.error().what;
    const auto found = std::get<RsaPrivate>(again->components());
    EXPECT_EQ(found.d, numbers.d);
    EXPECT_TRUE(found.p == numbers.p ? found.q == numbers.q : (found.p == numbers.q && found.q == numbers.p));
  }
}

TEST(KeyPair, SomeButNotAllRsaFactorsAreRefused) {  // RFC 7518 section 6.3.2
  auto numbers = std::get<RsaPrivate>(rsa_2048().components());
  numbers.qi = {};
  const auto key = PrivateKey::from_components(std::move(numbers));
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().reason, Reason::bad_value);
}

TEST(KeyPair, PrivateAndPublicNumbersThatDoNotBelongTogetherAreRefused) {
  for (const auto kind : key_kinds()) {
    SCOPED_TRACE(describe(kind));
    auto mine = PrivateKey::generate(kind, 2048)->components();
    const auto other = PrivateKey::generate(kind, 2048)->public_key().components();
    std::visit([&]<class T>(T& numbers) { numbers.pub = std::get<decltype(numbers.pub)>(other); }, mine);
    const auto key = PrivateKey::from_components(mine);
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().reason, Reason::bad_value);
  }
}

TEST(KeyPair, EachWrongRsaNumberIsRefused) {
  using Field = base::SecretBytes RsaPrivate::*;
  for (const Field field :
       {&RsaPrivate::d, &RsaPrivate::p, &RsaPrivate::q, &RsaPrivate::dp, &RsaPrivate::dq, &RsaPrivate::qi}) {
    auto numbers = std::get<RsaPrivate>(rsa_2048().components());
    (numbers.*field).fill([](base::MutableByteView bytes) { bytes.back() ^= 2; });
    EXPECT_FALSE(PrivateKey::from_components(std::move(numbers)));
  }
}

TEST(KeyPair, Rfc7518Section33RsaBelow2048BitsIsRefused) {
  auto pub = std::get<RsaPublic>(rsa_2048().public_key().components());
  EXPECT_TRUE(PublicKey::from_components(pub));
  pub.n.front() = 0x7f;  // 2047 bits
  const auto key = PublicKey::from_components(pub);
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().reason, Reason::bad_value);
  EXPECT_NE(key.error().what.find("2047 bits"), std::string::npos);
  EXPECT_FALSE(PrivateKey::generate(KeyKind::rsa, 2040));
  EXPECT_FALSE(PrivateKey::generate(KeyKind::rsa, 1024));
  EXPECT_FALSE(PrivateKey::generate(KeyKind::rsa, 2049));
  EXPECT_FALSE(PrivateKey::generate(KeyKind::rsa, 16392));
}

TEST(KeyPair, Cve20064339SmallAndEvenRsaExponentsAreRefused) {
  auto pub = std::get<RsaPublic>(rsa_2048().public_key().components());
  for (const auto* e : {"", "00", "01", "02", "03", "ffff", "010000", "010000000000000001"}) {
    SCOPED_TRACE(e);
    pub.e = hex(e);
    const auto key = PublicKey::from_components(pub);
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().reason, Reason::bad_value);
  }
  for (const auto* e : {"010001", "00010001", "010003", "ffffffffffffffff"}) {
    SCOPED_TRACE(e);
    pub.e = hex(e);
    EXPECT_TRUE(PublicKey::from_components(pub));
  }
}

TEST(KeyPair, EvenRsaModulusIsRefused) {
  auto pub = std::get<RsaPublic>(rsa_2048().public_key().components());
  EXPECT_TRUE(PublicKey::from_components(pub));
  pub.n.back() &= 0xfe;
  EXPECT_FALSE(PublicKey::from_components(pub));
}

TEST(KeyPair, Cve20157940PointsOffTheCurveAreRefused) {
  const auto key = PrivateKey::generate(KeyKind::ec_p256).value();
  auto pub = std::get<EcPublic>(key.public_key().components());
  EXPECT_TRUE(PublicKey::from_components(pub));
  pub.y.back() ^= 1;
  const auto refused = PublicKey::from_components(pub);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::bad_value);
  const base::Bytes zero(32, 0);
  EXPECT_FALSE(PublicKey::from_components(EcPublic{KeyKind::ec_p256, zero, zero}));
  pub.y.back() ^= 1;
  pub.x.insert(pub.x.begin(), 0);
  EXPECT_FALSE(PublicKey::from_components(pub));  // one byte too wide
}

TEST(KeyPair, EcScalarsOutsideTheGroupAreRefused) {
  const auto key = PrivateKey::generate(KeyKind::ec_p256).value();
  const auto pub = std::get<EcPublic>(key.public_key().components());
  const base::Bytes zero(32, 0);
  const auto order = hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
  for (const auto& d : {zero, order}) EXPECT_FALSE(PrivateKey::from_components(EcPrivate{pub, secret(d)}));
}

TEST(KeyPair, SmallOrderEd25519PointsAreRefused) {
  // Under the neutral element every message has a valid signature; the second point is of order 4, the last no point.
  for (const auto* x : {"0100000000000000000000000000000000000000000000000000000000000000",
                        "0000000000000000000000000000000000000000000000000000000000000000",
                        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                        "0200000000000000000000000000000000000000000000000000000000000000"}) {
    EXPECT_FALSE(PublicKey::from_components(OkpPublic{KeyKind::ed25519, hex(x)})) << x;
  }
}

TEST(KeyPair, SmallOrderAndNonCanonicalEd448PointsAreRefused) {
  const std::string zeros(112, '0'), ones(54, 'f');
  const auto minus_one = "fe" + ones + "fe" + ones;  // p - 1, least significant byte first
  const auto p = "ff" + ones + "fe" + ones, one = "01" + zeros.substr(2);
  for (const auto& y : {zeros, one, minus_one, p, std::string(112, 'f')}) {
    for (const auto* sign : {"00", "80"}) {
      EXPECT_FALSE(PublicKey::from_components(OkpPublic{KeyKind::ed448, hex(y + sign)})) << y << sign;
    }
  }
  // RFC 8032 section 7.4's key with a foreign bit set, and its neighbours, of which about half are on the curve.
  const std::string key =
      "5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256"
      "1";
  EXPECT_TRUE(PublicKey::from_components(OkpPublic{KeyKind::ed448, hex(key + "80")}));
  EXPECT_TRUE(PublicKey::from_components(OkpPublic{KeyKind::ed448, hex(key + "00")}));
  EXPECT_FALSE(PublicKey::from_components(OkpPublic{KeyKind::ed448, hex(key + "81")}));
  int on_curve = 0;
  for (int i = 0; i < 64; ++i) {
    auto octets = hex(key + "80");
    octets[0] = static_cast<std::uint8_t>(octets[0] + 1 + i);
    if (PublicKey::from_components(OkpPublic{KeyKind::ed448, octets})) ++on_curve;
  }
  EXPECT_GT(on_curve, 16);
  EXPECT_LT(on_curve, 48);
}

TEST(KeyPair, ErrorsNeverQuoteThePrivateKey) {
  const auto pem = text_of(rsa_2048().to_pem());
  auto broken = pem;
  broken.replace(broken.find('\n', 200) - 2, 1, "!");
  const auto key = PrivateKey::from_pem(secret(broken));
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().reason, Reason::malformed);
  EXPECT_EQ(key.error().what.find(pem.substr(40, 12)), std::string::npos);
}

}  // namespace
}  // namespace jwtkeep::crypto
