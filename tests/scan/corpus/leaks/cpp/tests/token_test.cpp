#include <gtest/gtest.h>

#include "auth/verifier.hpp"

namespace {

constexpr const char* kSecret = "fixture-key-4-verifier-tests";

// {"alg":"none"}: must never be taken
constexpr const char* kUnsigned = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJtYWxsb3J5IiwiYWRtaW4iOnRydWV9.";

constexpr const char* kGood =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
    "eyJzdWIiOiJhbGljZSIsImV4cCI6NDEwMjQ0NDgwMH0."
    "RRZiAjLA3yXCnVLxgJ8G2--BYr_GlFSQVvZBDP3x3Qo";

TEST(Verifier, RefusesAlgNone) {
    auth::Verifier verifier{kSecret};
    EXPECT_FALSE(verifier.verify(kUnsigned));
}

TEST(Verifier, TakesItsOwn) {
    auth::Verifier verifier{kSecret};
    ASSERT_TRUE(verifier.verify(kGood));
    EXPECT_EQ(verifier.subject(), "alice");
}

}  // namespace
