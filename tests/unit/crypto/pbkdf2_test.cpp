// PBKDF2 with the longer hashes, against values of Python's hashlib. SHA-256: wycheproof_encryption_test.cpp.
#include "jwtkeep/crypto/pbkdf2.hpp"

#include <gtest/gtest.h>

#include "jwtkeep/base/encoding.hpp"
#include "keys.hpp"

namespace jwtkeep::crypto {
namespace {

TEST(Pbkdf2, AgreesWithAnotherImplementation) {
  struct Case {
    Hash hash;
    std::string password;
    const char* salt;
    std::uint32_t count;
    const char* expected;
  };
  const Case cases[] = {
      {Hash::sha384, "password", "salt", 1000, "3bd37e2236941d4a77b1b5b714c6f913fabb6b0841a6d7d8"},
      {Hash::sha512, "password", "salt", 1000, "afe6c5530785b6cc6b1c6453384731bd5ee432ee549fd42fb6695779ad8a1c5b"},
      // longer than a block: hashed first (RFC 2104 section 2); and more than one block of key
      {Hash::sha512, std::string(200, 'p'), "NaCl", 3,
       "11df502a7fa786b74d5bf9ab26e658fa7c4468b4b4cb8309d5db8bc6c323f3e1c7a19304fffee46923f2ae1b175a786793ea6296a55a08a"
       "47db9b54c0cb9d9b798b1be8356f2db4d561fc44e4abe5efc"},
      {Hash::sha384, std::string(200, 'p'), "NaCl", 3,
       "31866c2bb4b96d56b176e4ced4aa1b2205f30fb37a111ca6f55d9f7518b1f43cafb4cec63820e30603f6c60dadb2d46789729c835e03f82"
       "d6e5ab5acb7ca94a34330eb2d8967652b2d1afc0501b2305f"},
  };
  for (const auto& test : cases) {
    const auto expected = base::hex_decode(test.expected).value();
    const auto key = pbkdf2(test.hash, secret(test.password), base::as_bytes(test.salt), test.count, expected.size());
    EXPECT_TRUE(key == secret(expected)) << test.salt << test.count;
  }
}

}  // namespace
}  // namespace jwtkeep::crypto
