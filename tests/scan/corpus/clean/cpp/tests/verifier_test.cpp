#include <gtest/gtest.h>
#include <openssl/rand.h>

#include "auth/issuer.hpp"
#include "auth/verifier.hpp"

namespace {

std::string random_secret() {
    std::string secret(32, '\0');
    RAND_bytes(reinterpret_cast<unsigned char*>(secret.data()), static_cast<int>(secret.size()));
    return secret;
}

TEST(VerifierTest, WrongSecretIsRefused) {
    const auto token = auth::Issuer(random_secret()).issue("alice");
    EXPECT_FALSE(auth::Verifier(random_secret()).verify(token));
}

TEST(VerifierTest, EmptySecretIsRefusedAtStart) {
    EXPECT_THROW(auth::Verifier(""), std::invalid_argument);
}

TEST(VerifierTest, ReadsTheHeader) {
    EXPECT_EQ(auth::bearer("Bearer abc.def.ghi"), "abc.def.ghi");
    EXPECT_EQ(auth::bearer("Basic Zm9vOmJhcg=="), std::nullopt);
    EXPECT_EQ(auth::bearer("Bearer <token>"), std::nullopt);
}

}  // namespace
