#include "jwtkeep/crack/target.hpp"

#include <gtest/gtest.h>

#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::crack {
namespace {

std::string token_of(std::string_view header, std::size_t tag_bytes) {
  return base::base64url_encode(base::as_bytes(header)) + ".e30." + base::base64url_encode(base::Bytes(tag_bytes, 7));
}

base::Error refusal(std::string_view token) { return target_of(token).error(); }

TEST(TargetTest, TakesTheThreeThatHaveASecret) {
  for (const auto& [header, size, alg] : {std::tuple{R"({"alg":"HS256"})", 32, jose::Alg::HS256},
                                          {R"({"alg":"HS384"})", 48, jose::Alg::HS384},
                                          {R"({"alg":"HS512","kid":"a"})", 64, jose::Alg::HS512}}) {
    const auto token = token_of(header, static_cast<std::size_t>(size));
    const auto target = target_of(token);
    ASSERT_TRUE(target) << target.error().what;
    EXPECT_EQ(target->alg, alg);
    EXPECT_EQ(target->signing_input, token.substr(0, token.rfind('.')));
    EXPECT_EQ(target->tag, base::Bytes(static_cast<std::size_t>(size), 7));
  }
}

TEST(TargetTest, SaysWhichAlgHasNoSecret) {
  for (const std::string alg : {"RS256", "ES512", "EdDSA", "none", "hs256", "HS1"}) {
    const auto error = refusal(token_of(R"({"alg":")" + alg + "\"}", 32));
    EXPECT_EQ(error.reason, base::Reason::alg_not_allowed) << alg;
    EXPECT_NE(error.what.find('"' + alg + '"'), std::string::npos) << error.what;
  }
}

TEST(TargetTest, RefusesATagOfAnotherLength) {
  const auto error = refusal(token_of(R"({"alg":"HS512"})", 32));
  EXPECT_EQ(error.reason, base::Reason::malformed);
  EXPECT_NE(error.what.find("32 bytes, and HS512 makes 64"), std::string::npos) << error.what;
}

TEST(TargetTest, RefusesWhatIsNoToken) {
  EXPECT_EQ(refusal("").reason, base::Reason::malformed);
  EXPECT_EQ(refusal("secret").reason, base::Reason::malformed);
  EXPECT_EQ(refusal("a.b.c.d.e").reason, base::Reason::malformed);
  EXPECT_NE(refusal("a.b.c.d.e").hint.find("JWE"), std::string::npos);
  EXPECT_EQ(refusal(token_of(R"({"typ":"JWT"})", 32)).reason, base::Reason::malformed);
  EXPECT_EQ(refusal(std::string((std::size_t{1} << 20) + 1, 'a')).reason, base::Reason::too_large);
}

}  // namespace
}  // namespace jwtkeep::crack
