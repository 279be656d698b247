// AES Key Wrap: RFC 3394 section 4, and what must not unwrap.
#include "jwtkeep/crypto/key_wrap.hpp"

#include <gtest/gtest.h>

#include "jwtkeep/crypto/random.hpp"
#include "keys.hpp"
#include "tests/unit/crypto/hex.hpp"

namespace jwtkeep::crypto {
namespace {

struct Vector {
  const char *wrapping_key, *key, *wrapped;
};

// Sections 4.1, 4.2, 4.3, 4.4, 4.5 and 4.6.
constexpr Vector kRfc3394[] = {
    {"000102030405060708090A0B0C0D0E0F", "00112233445566778899AABBCCDDEEFF",
     "1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5"},
    {"000102030405060708090A0B0C0D0E0F1011121314151617", "00112233445566778899AABBCCDDEEFF",
     "96778B25AE6CA435F92B5B97C050AED2468AB8A17AD84E5D"},
    {"000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", "00112233445566778899AABBCCDDEEFF",
     "64E8C3F9CE0F5BA263E9777905818A2A93C8191E7D6E8AE7"},
    {"000102030405060708090A0B0C0D0E0F1011121314151617", "00112233445566778899AABBCCDDEEFF0001020304050607",
     "031D33264E15D33268F24EC260743EDCE1C6C7DDEE725A936BA814915C6762D2"},
    {"000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F",
     "00112233445566778899AABBCCDDEEFF0001020304050607",
     "A8F9BC1612C68B3FF6E6F4FBE30E71E4769C8B80A32CB8958CD5D17D6B254DA1"},
    {"000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F",
     "00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F",
     "28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21"},
};

TEST(KeyWrap, Rfc3394Section4) {
  for (const auto& vector : kRfc3394) {
    const auto wrapping_key = secret(hex(vector.wrapping_key));
    EXPECT_EQ(wrap_key(wrapping_key, secret(hex(vector.key))), hex(vector.wrapped));
    const auto key = unwrap_key(wrapping_key, hex(vector.wrapped));
    ASSERT_TRUE(key);
    EXPECT_TRUE(*key == secret(hex(vector.key)));
  }
}

TEST(KeyWrap, EveryChangedBitIsRefused) {
  const auto wrapping_key = random_secret(16);
  const auto wrapped = wrap_key(wrapping_key, random_secret(32));
  for (std::size_t bit = 0; bit < wrapped.size() * 8; ++bit) {
    auto changed = wrapped;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    ASSERT_FALSE(unwrap_key(wrapping_key, changed)) << bit;
  }
}

TEST(KeyWrap, EveryOtherLengthIsRefused) {
  const auto wrapping_key = random_secret(32);
  auto wrapped = wrap_key(wrapping_key, random_secret(32));
  for (std::size_t size = 0; size < 100; ++size) {
    auto changed = wrapped;
    changed.resize(size);
    ASSERT_EQ(unwrap_key(wrapping_key, changed).has_value(), size == wrapped.size()) << size;
  }
  EXPECT_FALSE(unwrap_key(wrapping_key, base::Bytes(std::size_t{1} << 20)));
}

TEST(KeyWrap, AnotherKeyUnwrapsNothing) {
  const auto wrapped = wrap_key(random_secret(16), random_secret(32));
  EXPECT_FALSE(unwrap_key(random_secret(16), wrapped));
  EXPECT_FALSE(unwrap_key(random_secret(32), wrapped));
}

}  // namespace
}  // namespace jwtkeep::crypto
