// The kernel that verifies Ed25519 signatures by tables, against libsodium and against numbers from the RFC.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/ed25519/verify.hpp"
#include "keys.hpp"
#include "tests/unit/crypto/hex.hpp"

namespace jwtkeep::crypto {
namespace {

std::string hex_of(const std::array<std::uint8_t, 32>& bytes) { return base::hex_encode(bytes); }

TEST(Ed25519Field, NumbersFromTheModulusOnWrapAround) {
  const std::string middle(60, 'f');
  const struct {
    std::string given, reduced;
  } rows[] = {
      {"ed" + middle + "7f", std::string(64, '0')},         // p
      {"ee" + middle + "7f", "01" + std::string(62, '0')},  // p + 1
      {"ec" + middle + "7f", "ec" + middle + "7f"},         // p - 1
      {"ff" + middle + "7f", "12" + std::string(62, '0')},  // 2^255 - 1
      {"ff" + middle + "ff", "12" + std::string(62, '0')},  // the top bit is passed over
      {std::string(64, '0'), std::string(64, '0')},
  };
  for (const auto& [given, reduced] : rows) {
    EXPECT_EQ(hex_of(ed25519::to_bytes(ed25519::from_bytes(hex(given)))), reduced);
  }
}

RC_GTEST_PROP(Ed25519Field, AnInverseTimesItsNumberIsOne, ()) {
  const auto bytes = *rc::gen::container<std::vector<std::uint8_t>>(32, rc::gen::arbitrary<std::uint8_t>());
  const auto number = ed25519::from_bytes(bytes);
  const auto product = ed25519::to_bytes(ed25519::multiply(number, ed25519::invert(number)));
  const bool zero = ed25519::to_bytes(number) == std::array<std::uint8_t, 32>{};
  RC_ASSERT(product == (zero ? std::array<std::uint8_t, 32>{} : std::array<std::uint8_t, 32>{1}));
  RC_ASSERT(ed25519::to_bytes(ed25519::square(number)) == ed25519::to_bytes(ed25519::multiply(number, number)));
}

TEST(Ed25519Comb, OneTimesTheBasePointIsTheBasePoint) {
  const auto& base_point = ed25519::Comb::of_base();
  const auto zero = base::Bytes(32);
  auto one = zero;
  one[0] = 1;
  const std::string octets = "58" + std::string(62, '6');
  EXPECT_EQ(hex_of(ed25519::difference(base_point, one, zero)), octets);
  EXPECT_EQ(hex_of(ed25519::difference(base_point, zero, zero)), "01" + std::string(62, '0'));
  EXPECT_EQ(hex_of(ed25519::difference(base_point, one, one)), "01" + std::string(62, '0'));
  const auto order = hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  EXPECT_EQ(hex_of(ed25519::difference(base_point, order, zero)), "01" + std::string(62, '0'));
}

RC_GTEST_PROP(Ed25519Comb, VerifiesWhatLibsodiumVerifies, (const std::vector<std::uint8_t>& message)) {
  const auto key = PrivateKey::generate(KeyKind::ed25519).value();
  const auto octets = std::get<OkpPublic>(key.public_key().components()).x;
  const auto comb = ed25519::Comb::of_octets(octets);
  RC_ASSERT(comb != nullptr);
  auto signature = sign(key, Scheme::ed25519, message).value();
  RC_ASSERT(ed25519::verify(*comb, octets, message, signature));
  const auto at = *rc::gen::inRange<std::size_t>(0, 64);
  signature[at] = static_cast<std::uint8_t>(signature[at] ^ (1U << *rc::gen::inRange(0, 8)));
  // The first use of a key is libsodium's.
  RC_ASSERT(ed25519::verify(*comb, octets, message, signature) ==
            verify(key.public_key(), Scheme::ed25519, message, signature));
}

TEST(Ed25519Comb, OctetsThatAreNoPointHaveNoTable) {
  EXPECT_EQ(ed25519::Comb::of_octets(hex("02" + std::string(62, '0'))), nullptr);
  EXPECT_NE(ed25519::Comb::of_octets(hex("58" + std::string(62, '6'))), nullptr);
}

TEST(Ed25519Comb, Rfc8032Section71Test1) {
  const auto x = hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  const auto comb = ed25519::Comb::of_octets(x);
  ASSERT_NE(comb, nullptr);
  const auto signature =
      hex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595b"
          "be246551"
          "41438e7a100b");
  EXPECT_TRUE(ed25519::verify(*comb, x, {}, signature));
  EXPECT_FALSE(ed25519::verify(*comb, x, hex("00"), signature));
}

}  // namespace
}  // namespace jwtkeep::crypto
