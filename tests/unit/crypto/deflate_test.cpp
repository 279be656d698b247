// DEFLATE within bounds.
#include "jwtkeep/crypto/deflate.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "jwtkeep/crypto/random.hpp"
#include "keys.hpp"
#include "tests/unit/crypto/hex.hpp"

namespace jwtkeep::crypto {
namespace {

std::string reason_of(const base::SecretBytes& compressed, const InflateLimits& limits = {}) {
  const auto text = inflate(compressed, limits);
  return text ? "none" : std::string(base::word(text.error().reason));
}

base::SecretBytes secret_hex(std::string_view text) { return secret(hex(text)); }

TEST(Deflate, ReadsWhatZlibWrote) {
  const auto text = inflate(secret_hex("ab56ca2c2e56b252caca4f55d201b18da09cda6a326400"));
  ASSERT_TRUE(text) << text.error().what;
  EXPECT_TRUE(*text == secret(R"({"iss":"joe","iss2":"joe"}{"iss":"joe","iss2":"joe"}{"iss":"joe","iss2":"joe"})"));
}

RC_GTEST_PROP(DeflateProperty, WhatIsCompressedComesBack, ()) {
  const auto text = *rc::gen::arbitrary<base::Bytes>();
  const auto back = inflate(deflate(secret(text)));
  RC_ASSERT(back && *back == secret(text));
}

TEST(Deflate, LongTextsComeBack) {
  for (const auto size : std::initializer_list<std::size_t>{0, 1, 4095, 4096, 4097, 65536, 262144}) {
    const auto text = random_secret(size);
    const auto back = inflate(deflate(text));
    ASSERT_TRUE(back) << size;
    EXPECT_TRUE(*back == text) << size;
  }
}

// CVE-2024-28180, CVE-2024-33664
TEST(Deflate, BombsAreRefusedAtTheLimit) {
  const auto zeros = deflate(base::SecretBytes(std::size_t{16} << 20));
  EXPECT_LT(zeros.size(), 20000U);
  EXPECT_EQ(reason_of(zeros), "too_large");
  EXPECT_EQ(reason_of(zeros, {.size_bytes = std::size_t{64} << 20}), "too_large");  // the ratio
  EXPECT_EQ(reason_of(zeros, {.size_bytes = std::size_t{64} << 20, .ratio = 2000}), "none");
  const auto text = random_secret(5000);
  EXPECT_EQ(reason_of(deflate(text), {.size_bytes = 5000}), "none");
  EXPECT_EQ(reason_of(deflate(text), {.size_bytes = 4999}), "too_large");
  EXPECT_EQ(reason_of(deflate(text), {.size_bytes = 0, .ratio = 0}), "too_large");
  // Short texts are no bombs, however well they compress.
  EXPECT_EQ(reason_of(deflate(base::SecretBytes(4096))), "none");
  EXPECT_EQ(reason_of(deflate(base::SecretBytes(8192))), "too_large");
}

TEST(Deflate, EveryCutStreamIsRefused) {
  const auto compressed = deflate(random_secret(300));
  compressed.reveal([](base::ByteView bytes) {
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      ASSERT_EQ(reason_of(secret(bytes.first(size))), "malformed") << size;
    }
  });
}

TEST(Deflate, BytesBehindTheEndAndOtherFormsAreRefused) {
  EXPECT_EQ(reason_of(secret_hex("ab56ca2c2e56b252caca4f55d201b18da09cda6a32640000")), "malformed");
  EXPECT_EQ(reason_of(secret_hex("789c4b4c4a0600024d0127")), "malformed");  // zlib's form of "abc"
  EXPECT_EQ(reason_of(secret_hex("06")), "malformed");                      // reserved block type
  EXPECT_EQ(reason_of(secret("")), "malformed");
}

}  // namespace
}  // namespace jwtkeep::crypto
