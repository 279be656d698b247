// Signatures hold for what was signed and for nothing else.
#include "jwtkeep/crypto/signature.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "jwtkeep/base/encoding.hpp"
#include "keys.hpp"

namespace jwtkeep::crypto {
namespace {

constexpr auto kOrder = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
constexpr auto kOrderPlusOne = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632552";
constexpr auto kLargest = "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";
constexpr auto kZero = "0000000000000000000000000000000000000000000000000000000000000000";

RC_GTEST_PROP(Signature, HoldsForItsMessageAlone, (const std::vector<std::uint8_t>& message)) {
  for (const auto& key : sample_keys()) {
    const auto scheme = scheme_of(key.kind());
    const auto pub = key.public_key();
    auto signature = sign(key, scheme, message).value();
    RC_ASSERT(signature.size() == signature_size_bytes(pub));
    RC_ASSERT(verify(pub, scheme, message, signature));
    auto longer = message;
    longer.push_back(0);
    RC_ASSERT(!verify(pub, scheme, longer, signature));
    const auto at = *rc::gen::inRange<std::size_t>(0, signature.size());
    const auto bit = *rc::gen::inRange(0, 8);
    signature[at] = static_cast<std::uint8_t>(signature[at] ^ (1U << bit));
    RC_ASSERT(!verify(pub, scheme, message, signature));
  }
}

TEST(Signature, OfAnotherLengthIsRefused) {
  for (const auto& key : sample_keys()) {
    const auto scheme = scheme_of(key.kind());
    const auto signature = sign(key, scheme, {}).value();
    auto longer = signature;
    longer.push_back(0);
    auto front = signature;
    front.insert(front.begin(), 0);
    EXPECT_FALSE(verify(key.public_key(), scheme, {}, longer));
    EXPECT_FALSE(verify(key.public_key(), scheme, {}, front));
    EXPECT_FALSE(verify(key.public_key(), scheme, {}, base::ByteView(signature).first(signature.size() - 1)));
    EXPECT_FALSE(verify(key.public_key(), scheme, {}, {}));
  }
}

TEST(Signature, AKeyOfAnotherKindIsRefused) {
  for (const auto& key : sample_keys()) {
    for (const auto scheme : {Scheme::rsa_pkcs1_sha256, Scheme::ecdsa_p256_sha256, Scheme::ed25519}) {
      if (scheme == scheme_of(key.kind())) continue;
      const auto made = sign(key, scheme, {});
      ASSERT_FALSE(made);
      EXPECT_EQ(made.error().reason, base::Reason::key_mismatch);
      EXPECT_FALSE(verify(key.public_key(), scheme, {}, base::Bytes(signature_size_bytes(key.public_key()), 1)));
    }
  }
}

TEST(Signature, Cve202221449NumbersOutsideTheGroupAreRefused) {
  const auto key = PrivateKey::generate(KeyKind::ec_p256).value();
  const auto message = base::as_bytes("message");
  const auto good = base::hex_encode(sign(key, Scheme::ecdsa_p256_sha256, message).value());
  const auto r = good.substr(0, 64), s = good.substr(64);
  for (const std::string bad : {kZero, kOrder, kOrderPlusOne, kLargest}) {
    for (const auto& forged : {bad + s, r + bad, bad + bad}) {
      EXPECT_FALSE(verify(key.public_key(), Scheme::ecdsa_p256_sha256, message, base::hex_decode(forged).value()));
    }
  }
}

TEST(Signature, Ed25519OfRfc8032Section71Test3) {
  const auto seed = base::hex_decode("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7").value();
  const auto x = base::hex_decode("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025").value();
  const auto key = PrivateKey::from_components(OkpPrivate{{KeyKind::ed25519, x}, secret(seed)}).value();
  EXPECT_EQ(
      base::hex_encode(sign(key, Scheme::ed25519, base::hex_decode("af82").value()).value()),
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed2"
      "8dc027beceea1ec40a");
}

TEST(Signature, Ed25519WithSPlusTheOrderIsRefused) {  // RFC 8032 section 5.1.7: malleability
  const auto key = PrivateKey::generate(KeyKind::ed25519).value();
  auto signature = sign(key, Scheme::ed25519, {}).value();
  const auto order = base::hex_decode("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").value();
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += signature[32 + i] + unsigned{order[i]};
    signature[32 + i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
  EXPECT_FALSE(verify(key.public_key(), Scheme::ed25519, {}, signature));
}

}  // namespace
}  // namespace jwtkeep::crypto
