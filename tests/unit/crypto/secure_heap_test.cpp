// What OpenSSL holds of private keys: room for many at once, and nothing left behind.
#include "jwtkeep/crypto/secure_heap.hpp"

#include <gtest/gtest.h>

#include "jwtkeep/base/encoding.hpp"
#include "keys.hpp"
#include "memory_scan.hpp"
#include "prepared.hpp"

namespace jwtkeep::crypto {
namespace {

TEST(SecureHeap, IsPreparedOnceAndForAll) {
  EXPECT_TRUE(prepared());
  EXPECT_TRUE(prepare_openssl());
}

TEST(SecureHeap, TwoHundredKeysOfEveryKindSignAtOnce) {
  std::vector<PrivateKey> keys;
  const auto message = base::as_bytes("all at once");
  for (const auto& sample : sample_keys()) {
    const auto pem = sample.to_pem();
    for (int i = 0; i < 200; ++i) {
      auto key = sample.kind() == KeyKind::rsa ? PrivateKey::from_pem(pem) : PrivateKey::generate(sample.kind());
      ASSERT_TRUE(key) << key.error().what;
      keys.push_back(*std::move(key));
    }
  }
  for (const auto& key : keys) {
    const auto schemes = schemes_of(key.kind());
    if (schemes.empty()) continue;
    ASSERT_TRUE(verify(key.public_key(), schemes.front(), message, sign(key, schemes.front(), message).value()));
  }
}

/// Everything that is done with a private key, with all its texts and numbers.
void use(const PrivateKey& key) {
  const auto message = base::as_bytes("a message");
  for (const auto* form : {"pem", "der", "older", "numbers"}) {
    const std::string_view name(form);
    const auto again = name == "pem"     ? PrivateKey::from_pem(key.to_pem())
                       : name == "der"   ? PrivateKey::from_pkcs8(key.to_pkcs8())
                       : name == "older" ? PrivateKey::from_der(key.to_traditional().value_or(key.to_pkcs8()))
                                         : PrivateKey::from_components(key.components());
    ASSERT_TRUE(again);
    for (const auto scheme : schemes_of(key.kind())) {
      ASSERT_TRUE(verify(key.public_key(), scheme, message, sign(*again, scheme, message).value()));
    }
  }
  const auto numbers = key.components();
  if (const auto* rsa = std::get_if<RsaPrivate>(&numbers)) {
    ASSERT_TRUE(PrivateKey::from_components(RsaPrivate{rsa->pub, rsa->d.clone(), {}, {}, {}, {}, {}}));
  }
}

void watch(MemoryScan& scan, const PrivateKey& key) {
  const auto look = [&](const base::SecretBytes& secret) {
    secret.reveal([&](base::ByteView bytes) { scan.watch(bytes); });
  };
  const auto numbers = key.components();
  if (const auto* rsa = std::get_if<RsaPrivate>(&numbers)) {
    for (const auto* number : {&rsa->d, &rsa->p, &rsa->q, &rsa->dp, &rsa->dq, &rsa->qi}) look(*number);
  } else if (const auto* ec = std::get_if<EcPrivate>(&numbers)) {
    look(ec->d);
  } else {
    look(std::get<OkpPrivate>(numbers).d);
  }
  // The text forms: a PEM's body and a JWK's base64url.
  look(base::base64_encode_secret(key.to_pkcs8()));
}

// Secrets are random: one that begins with two zeros once made this search go on for an hour.
TEST(MemoryScan, FindsEachOfTwoThatBeginAlikeAmongZeros) {
  const std::string one("\0\0once kept here", 16), other("\0\0another of them", 16);
  MemoryScan scan;
  scan.watch(base::as_bytes(one));
  scan.watch(base::as_bytes(other));
  const base::Bytes zeros(std::size_t{8} << 20, 0);
  const auto before = scan.run();
  EXPECT_GE(before.ordinary, 2U) << "the texts themselves";
  auto copies = std::vector<std::string>(10, other);
  EXPECT_EQ(scan.run().ordinary, before.ordinary + copies.size());
  copies.assign(10, one);
  EXPECT_EQ(scan.run().ordinary, before.ordinary + copies.size());
}

TEST(SecureHeap, NothingOfADroppedKeyIsLeftInMemory) {
  for (const auto kind : key_kinds()) {
    SCOPED_TRACE(describe(kind));
    MemoryScan scan;
    {
      const auto key = PrivateKey::generate(kind, 2048).value();
      watch(scan, key);
      use(key);
      const auto held = scan.run();
      ASSERT_GT(held.ordinary + held.guarded, 0U) << "the search finds not even a key that is there";
    }
    const auto left = scan.run();
    EXPECT_EQ(left.ordinary, 0U) << left.places;
    EXPECT_EQ(left.guarded, 0U);
  }
}

TEST(SecureHeap, AKeyThatIsRefusedLeavesNothingEither) {
  MemoryScan scan;
  for (const auto& sample : sample_keys()) {
    const auto fresh = PrivateKey::generate(sample.kind(), 2048).value();
    watch(scan, fresh);
    auto der = fresh.to_pkcs8();
    der.truncate(der.size() - 1);
    ASSERT_FALSE(PrivateKey::from_pkcs8(der));
    auto numbers = fresh.components();
    std::visit([&]<class T>(T& held) { held.pub = std::get<decltype(held.pub)>(sample.public_key().components()); },
               numbers);
    ASSERT_FALSE(PrivateKey::from_components(numbers));
  }
  const auto left = scan.run();
  EXPECT_EQ(left.ordinary, 0U) << left.places;
  EXPECT_EQ(left.guarded, 0U);
}

}  // namespace
}  // namespace jwtkeep::crypto
