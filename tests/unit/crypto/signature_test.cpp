// Signatures hold for what was signed and for nothing else.
#include "jwtkeep/crypto/signature.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <atomic>
#include <thread>

#include "jwtkeep/base/encoding.hpp"
#include "keys.hpp"

namespace jwtkeep::crypto {
namespace {

/// Calls `visit(key, scheme)` for all that go together.
template <class Visit>
void each_scheme(Visit visit) {
  for (const auto& key : sample_keys()) {
    for (const auto scheme : schemes_of(key.kind())) visit(key, scheme);
  }
}

RC_GTEST_PROP(Signature, HoldsForItsMessageAlone, (const std::vector<std::uint8_t>& message)) {
  each_scheme([&](const PrivateKey& key, Scheme scheme) {
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
  });
}

TEST(Signature, EverySchemeHasItsKindOfKey) {
  std::size_t seen = 0;
  for (const auto kind : key_kinds()) seen += schemes_of(kind).size();
  EXPECT_EQ(seen, schemes().size());
  EXPECT_EQ(seen, 12U);
}

TEST(Signature, OfAnotherLengthIsRefused) {
  each_scheme([](const PrivateKey& key, Scheme scheme) {
    const auto signature = sign(key, scheme, {}).value();
    auto longer = signature;
    longer.push_back(0);
    auto front = signature;
    front.insert(front.begin(), 0);
    EXPECT_FALSE(verify(key.public_key(), scheme, {}, longer));
    EXPECT_FALSE(verify(key.public_key(), scheme, {}, front));
    EXPECT_FALSE(verify(key.public_key(), scheme, {}, base::ByteView(signature).first(signature.size() - 1)));
    EXPECT_FALSE(verify(key.public_key(), scheme, {}, {}));
  });
}

TEST(Signature, AKeyOfAnotherKindIsRefused) {
  for (const auto& key : sample_keys()) {
    for (const auto scheme : schemes()) {
      if (key_kind(scheme) == key.kind()) continue;
      const auto made = sign(key, scheme, {});
      ASSERT_FALSE(made);
      EXPECT_EQ(made.error().reason, base::Reason::key_mismatch);
      EXPECT_FALSE(verify(key.public_key(), scheme, {}, base::Bytes(signature_size_bytes(key.public_key()), 1)));
    }
  }
}

TEST(Signature, HoldsForOneSchemeOfItsKeyAlone) {
  const auto& key = rsa_2048();
  for (const auto made : schemes_of(KeyKind::rsa)) {
    const auto signature = sign(key, made, {}).value();
    for (const auto asked : schemes_of(KeyKind::rsa)) {
      EXPECT_EQ(verify(key.public_key(), asked, {}, signature), asked == made);
    }
  }
}

TEST(Signature, ThreadsShareAKey) {
  each_scheme([](const PrivateKey& key, Scheme scheme) {
    std::atomic<int> held = 0;
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 24; ++thread) {  // more than a key keeps contexts
      threads.emplace_back([&, thread] {
        for (int i = 0; i < 3; ++i) {
          const auto message = base::as_bytes(thread % 2 == 0 ? "even" : "odd");
          const auto signature = sign(key, scheme, message).value();
          if (verify(key.public_key(), scheme, message, signature)) ++held;
        }
      });
    }
    threads.clear();
    EXPECT_EQ(held, 72);
  });
}

/// Orders of the base points (SP 800-186 section 3.2.1, SEC 2 section 2.4.1).
struct Order {
  Scheme scheme;
  std::string hex;
};
const Order kOrders[] = {
    {Scheme::ecdsa_p256_sha256, "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"},
    {Scheme::ecdsa_p384_sha384,
     "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"},
    {Scheme::ecdsa_p521_sha512,
     "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c4"
     "7"
     "aebb6fb71e91386409"},
    {Scheme::ecdsa_secp256k1_sha256, "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"},
};

TEST(Signature, Cve202221449NumbersOutsideTheGroupAreRefused) {
  for (const auto& [scheme, order] : kOrders) {
    const auto key = PrivateKey::generate(key_kind(scheme)).value();
    const auto message = base::as_bytes("message");
    const auto good = base::hex_encode(sign(key, scheme, message).value());
    const auto r = good.substr(0, order.size()), s = good.substr(order.size());
    auto above = order;
    above.back() = above.back() == '9' ? 'a' : static_cast<char>(above.back() + 1);
    for (const auto& bad : {std::string(order.size(), '0'), order, above, std::string(order.size(), 'f')}) {
      for (const auto& forged : {bad + s, r + bad, bad + bad}) {
        EXPECT_FALSE(verify(key.public_key(), scheme, message, base::hex_decode(forged).value()));
      }
    }
  }
}

TEST(Signature, Ed448OfRfc8032Section74Blank) {
  const auto seed = base::hex_decode(
                        "6c82a562cb808d10d632be89c8513ebf6c929f34ddfa8c9f63c9960ef6e348a3528c8a3fcc2f044e39a3fc5b9"
                        "4492f8f032e7549a20098f95b")
                        .value();
  const auto x = base::hex_decode(
                     "5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7061bd6783df1e5"
                     "0f6cd1fa1abeafe8256180")
                     .value();
  const auto key = PrivateKey::from_components(OkpPrivate{{KeyKind::ed448, x}, secret(seed)}).value();
  EXPECT_EQ(base::hex_encode(sign(key, Scheme::ed448, {}).value()),
            "533a37f6bbe457251f023c0d88f976ae2dfb504a843e34d2074fd823d41a591f2b233f034f628281f2fd7a22ddd47d7828c59bd0a2"
            "1bfd3980"
            "ff0d2028d4b18a9df63e006c5d1c2d345b925d8dc00b4104852db99ac5c7cdda8530a113a0f4dbb61149f05a7363268c71d95808ff"
            "2e652600");
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
