// HmacKey and the lanes of its kernels: RFC 4231, and libcrypto's own HMAC for all lengths.
#include "jwtkeep/crypto/hmac_key.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/hmac_lanes.hpp"
#include "jwtkeep/crypto/kernel/sha256/lanes.hpp"
#include "jwtkeep/crypto/mac.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/crypto/same_text.hpp"
#include "memory_scan.hpp"

namespace jwtkeep::crypto {
namespace {

constexpr Hash kHashes[] = {Hash::sha256, Hash::sha384, Hash::sha512};

base::SecretBytes from_hex(std::string_view hex) {
  return base::SecretBytes::copy_of(base::ByteView(base::hex_decode(hex).value()));
}

std::string tag_hex(Hash hash, std::string_view key_hex, std::string_view message) {
  const HmacKey key(hash, from_hex(key_hex));
  base::Bytes tag(key.tag_size_bytes());
  key.tag(base::as_bytes(message), tag);
  return base::hex_encode(tag);
}

/// The same bytes in every run.
base::Bytes some_bytes(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);  // NOLINT(cert-msc32-c,cert-msc51-cpp)
  base::Bytes bytes(size);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return bytes;
}

// RFC 4231 sections 4.2 to 4.8.
TEST(HmacKey, Rfc4231) {
  std::string key1;
  for (int i = 0; i < 20; ++i) key1 += "0b";
  EXPECT_EQ(tag_hex(Hash::sha256, key1, "Hi There"),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(tag_hex(Hash::sha384, key1, "Hi There"),
            "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6");
  EXPECT_EQ(
      tag_hex(Hash::sha512, key1, "Hi There"),
      "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1"
      "702e696c203a126854");
  EXPECT_EQ(tag_hex(Hash::sha256, "4a656665", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  std::string key3;
  for (int i = 0; i < 20; ++i) key3 += "aa";
  EXPECT_EQ(tag_hex(Hash::sha256, key3, std::string(50, '\xdd')),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  EXPECT_EQ(tag_hex(Hash::sha256, "0102030405060708090a0b0c0d0e0f10111213141516171819", std::string(50, '\xcd')),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
  std::string key6;
  for (int i = 0; i < 131; ++i) key6 += "aa";
  EXPECT_EQ(tag_hex(Hash::sha256, key6, "Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  EXPECT_EQ(tag_hex(Hash::sha384, key6, "Test Using Larger Than Block-Size Key - Hash Key First"),
            "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c60c2ef6ab4030fe8296248df163f44952");
  EXPECT_EQ(
      tag_hex(Hash::sha512, key6, "Test Using Larger Than Block-Size Key - Hash Key First"),
      "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0a"
      "ec8b915a985d786598");
}

TEST(HmacKey, EveryLengthAsLibcryptosHmac) {
  for (const auto hash : kHashes) {
    for (const std::size_t key_size : {0U, 1U, 32U, 64U, 65U, 128U, 129U, 200U}) {
      const auto secret = base::SecretBytes::copy_of(base::ByteView(some_bytes(key_size, 7)));
      const HmacKey key(hash, secret);
      for (std::size_t size = 0; size <= 300; ++size) {
        const auto message = some_bytes(size, static_cast<unsigned>(size));
        const auto expected = hmac(hash, secret, message);
        base::Bytes tag(key.tag_size_bytes());
        key.tag(message, tag);
        ASSERT_EQ(tag, expected) << size;
        ASSERT_TRUE(key.verify(message, expected));
      }
    }
  }
}

TEST(HmacKey, APrefixHashedBeforehandChangesNothing) {
  for (const auto hash : kHashes) {
    const auto secret = base::SecretBytes::copy_of(base::ByteView(some_bytes(64, 9)));
    const HmacKey key(hash, secret);
    const auto message = some_bytes(400, 3);
    const auto view = base::ByteView(message);
    for (std::size_t prefix = 0; prefix <= 300; ++prefix) {
      const auto with_prefix = key.for_messages_with(view.first(prefix));
      EXPECT_LE(with_prefix.prefix_size_bytes(), prefix);
      for (const std::size_t size : {prefix, prefix + 1, prefix + 64, std::size_t{400}}) {
        const auto part = view.first(size);
        EXPECT_TRUE(with_prefix.verify(part, hmac(hash, secret, part))) << prefix << " of " << size;
      }
    }
    auto other = message;
    other[0] ^= 1;
    const auto with_prefix = key.for_messages_with(view.first(128));
    EXPECT_FALSE(with_prefix.verify(message, hmac(hash, secret, other)));
  }
}

TEST(HmacKey, OneBitMoreOrLessIsRefused) {
  for (const auto hash : kHashes) {
    const HmacKey key(hash,
                      base::SecretBytes::copy_of("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"));
    const auto message = some_bytes(100, 1);
    base::Bytes tag(key.tag_size_bytes());
    key.tag(message, tag);
    for (std::size_t bit = 0; bit < tag.size() * 8; ++bit) {
      auto changed = tag;
      changed[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
      EXPECT_FALSE(key.verify(message, changed)) << bit;
    }
    EXPECT_FALSE(key.verify(message, base::ByteView(tag).first(tag.size() - 1)));
    EXPECT_FALSE(key.verify(message, {}));
    tag.push_back(0);
    EXPECT_FALSE(key.verify(message, tag));
  }
}

class LaneKernel : public testing::TestWithParam<sha256::Implementation> {
 protected:
  void SetUp() override {
    if (!GetParam().is_supported()) GTEST_SKIP() << "this processor has no " << GetParam().name;
  }
};

TEST_P(LaneKernel, MixedLengthsAndKeys) {
  std::vector<HmacKey> keys;
  for (unsigned i = 0; i < 5; ++i) {
    keys.emplace_back(Hash::sha256, base::SecretBytes::copy_of(base::ByteView(some_bytes(32 + i, i))));
  }
  std::mt19937 random(5);  // NOLINT(cert-msc32-c,cert-msc51-cpp)
  for (const std::size_t count : {0U, 1U, 2U, 15U, 16U, 17U, 300U, 601U}) {
    std::vector<base::Bytes> messages;
    std::vector<base::Bytes> tags;
    std::vector<HmacCheck> checks(count);
    for (std::size_t i = 0; i < count; ++i) {
      // Every length from 0 to 300 comes, next to others.
      messages.push_back(some_bytes(count < 100 ? random() % 301 : i % 301, static_cast<unsigned>(i)));
      tags.emplace_back(32);
      keys[i % keys.size()].tag(messages[i], tags[i]);
    }
    std::vector<bool> expected;
    for (std::size_t i = 0; i < count; ++i) {
      const auto kind = random() % 4;
      if (kind == 1) tags[i][random() % 32] ^= 1;
      if (kind == 2) tags[i].pop_back();
      expected.push_back(kind == 0 || kind == 3);
      checks[i] = {&keys[i % keys.size()], messages[i], tags[i]};
    }
    ASSERT_TRUE(verify_hmac_sha256_with(GetParam().name, checks));
    for (std::size_t i = 0; i < count; ++i) ASSERT_EQ(checks[i].holds, expected[i]) << i << " of " << count;
    for (auto& check : checks) check.holds = false;
    verify_hmac_sha256(checks);
    for (std::size_t i = 0; i < count; ++i) ASSERT_EQ(checks[i].holds, expected[i]) << i << " of " << count;
  }
}

TEST_P(LaneKernel, PrefixesAndLongMessages) {
  const HmacKey key(Hash::sha256, base::SecretBytes::copy_of(base::ByteView(some_bytes(32, 1))));
  std::vector<base::Bytes> messages;
  std::vector<base::Bytes> tags;
  std::vector<HmacKey> keys;
  for (std::size_t i = 0; i < 40; ++i) {
    messages.push_back(some_bytes(i * i * 7 + 70, static_cast<unsigned>(i)));
    tags.emplace_back(32);
    key.tag(messages[i], tags[i]);
    keys.push_back(key.for_messages_with(base::ByteView(messages[i]).first(i % 71)));
  }
  std::vector<HmacCheck> checks;
  for (std::size_t i = 0; i < messages.size(); ++i) checks.push_back({&keys[i], messages[i], tags[i]});
  ASSERT_TRUE(verify_hmac_sha256_with(GetParam().name, checks));
  for (const auto& check : checks) EXPECT_TRUE(check.holds) << check.message.size();
}

/// A lane that is not active keeps its state, wherever it is.
TEST_P(LaneKernel, IdleLanesKeepTheirState) {
  const auto bytes = some_bytes(sha256::kLanes * 128, 2);
  sha256::LaneBlocks blocks{};
  sha256::LaneStates start{};
  for (std::size_t lane = 0; lane < sha256::kLanes; ++lane) {
    blocks[lane] = bytes.data() + lane * 128;
    for (auto& word : start.lanes[lane]) word = static_cast<std::uint32_t>(lane * 77 + 1);
  }
  auto all = start;
  sha256::compress_portable(all, blocks, 2, 0xffff);
  for (const unsigned active : {0U, 1U, 0x8000U, 0x0ff0U, 0x5555U, 0xfffeU}) {
    auto states = start;
    GetParam().compress(states, blocks, 2, static_cast<std::uint16_t>(active));
    for (std::size_t lane = 0; lane < sha256::kLanes; ++lane) {
      EXPECT_EQ(states.lanes[lane], (active >> lane & 1U) != 0 ? all.lanes[lane] : start.lanes[lane]) << lane;
    }
  }
}

/// Verifies far down the stack, where nothing that is called later overwrites what it leaves.
[[gnu::noinline]] bool verify_deep_down(const HmacKey& key, base::ByteView message, base::ByteView tag) {
  volatile std::uint8_t room[std::size_t{128} << 10];
  room[0] = 0;
  const bool holds = key.verify(message, tag);
  room[1] = room[0];
  return holds;
}

/// The right tag of a forged message is a valid signature, and a midstate is as good as the key.
TEST_P(LaneKernel, NothingSecretIsLeftInOrdinaryMemory) {
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
  GTEST_SKIP() << "AddressSanitizer lays out stack frames that are larger than what is wiped: the ordinary build tells";
#endif
#endif
  const auto secret = random_secret(32);
  const HmacKey key(Hash::sha256, secret);
  const auto message = some_bytes(330, 4);
  base::SecretBytes right(32);
  right.fill([&](base::MutableByteView target) { key.tag(message, target); });
  MemoryScan scan;
  right.reveal([&](base::ByteView bytes) { scan.watch(bytes); });
  key.midstates().reveal([&](base::ByteView bytes) {
    scan.watch(bytes.first(32));
    scan.watch(bytes.subspan(32));
  });
  const base::Bytes forged(32, 1);
  ASSERT_FALSE(verify_deep_down(key, message, forged));
  auto found = scan.run();
  EXPECT_EQ(found.ordinary, 0U) << "after one: " << found.places;
  std::vector<HmacCheck> checks(20, HmacCheck{&key, message, forged});
  ASSERT_TRUE(verify_hmac_sha256_with(GetParam().name, checks));
  ASSERT_FALSE(checks[0].holds);
  found = scan.run();
  EXPECT_EQ(found.ordinary, 0U) << "after twenty: " << found.places;
  EXPECT_GE(found.guarded, 2U) << "the scan does not see the midstates where they are";
}

INSTANTIATE_TEST_SUITE_P(All, LaneKernel, testing::ValuesIn(sha256::implementations()),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(HmacLanes, AnUnknownKernelDoesNothing) {
  HmacCheck check;
  EXPECT_FALSE(verify_hmac_sha256_with("abacus", {&check, 1}));
}

TEST(SameText, EveryPlaceCounts) {
  for (const std::size_t size : {0U, 1U, 31U, 32U, 33U, 63U, 64U, 65U, 127U, 128U, 200U}) {
    const std::string text(size, 'x');
    EXPECT_TRUE(same_text(text, std::string(size, 'x')));
    EXPECT_FALSE(same_text(text, text + "x"));
    for (std::size_t at = 0; at < size; ++at) {
      auto other = text;
      other[at] = 'y';
      EXPECT_FALSE(same_text(text, other)) << at << " of " << size;
    }
  }
}

}  // namespace
}  // namespace jwtkeep::crypto
