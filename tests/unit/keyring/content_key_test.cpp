#include "jwtkeep/keyring/content_key.hpp"

#include <gtest/gtest.h>

#include "jwtkeep/base/encoding.hpp"
#include "tests/unit/keyring/generators.hpp"

namespace jwtkeep::keyring {
namespace {

TEST(ContentKeyTest, IsWhatTheConcatKdfGives) {
  // Worked out by Python's hashlib from NIST SP 800-56A: SHA-256 of a counter, the material, the three names with their
  // lengths and 256 as the key's size.
  const auto material = base::SecretBytes::copy_of("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
  const auto key = content_key(testing_keys::fresh_key("k1"), material);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->kid(), "k1");
  EXPECT_EQ(key->alg(), jose::JweAlg::A256KW);
  EXPECT_TRUE(key->allows(jose::Enc::A256GCM));
  EXPECT_FALSE(key->allows(jose::Enc::A128GCM));
  key->secret()->reveal([](base::ByteView bytes) {
    EXPECT_EQ(base::hex_encode(bytes), "c384c95e820c72f3195e6f715ec73dbaaff540417676362554a12f87fc0e17f8");
  });
}

}  // namespace
}  // namespace jwtkeep::keyring
