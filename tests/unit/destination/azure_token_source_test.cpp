// When tokens are fetched, kept and replaced; the clock is said.
#include "jwtkeep/destination/azure/azure_token_source.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "azure_stand_in.hpp"

namespace jwtkeep::destination {
namespace {

using std::chrono::seconds;

class AzureTokenSourceTest : public testing::Test {
 protected:
  void SetUp() override { azure().be_well(); }
  void TearDown() override { azure().be_well(); }

  static AzureStandIn& azure() { return AzureStandIn::get(); }
  static http::Url url(const std::string& text) { return http::Url::parse(text).value(); }
  AzureTokenSource source() {
    return {{.vault = url(azure().vault()), .authority = url(azure().authority()), .ca_file = azure().ca_file()},
            made_.look()};
  }
  AzureChallenge challenge() {
    return {.authority = url(azure().authority()), .tenant = azure().tenant(), .resource = url("https://localhost")};
  }
  static std::int64_t asked() {
    const auto seen = azure().seen();
    return std::ranges::count(seen, "token") + std::ranges::count(seen, "identity");
  }
  static std::string token(AzureTokenSource& source, base::Instant now) {
    const auto found = source.get(now);
    return found ? (*found)->reveal([](base::ByteView bytes) { return std::string(base::as_text(bytes)); })
                 : "none: " + found.error().what;
  }

  MadeSurroundings made_ = azure().with(azure().able());
  base::Instant start_{seconds{1'800'000'000}};
};

TEST_F(AzureTokenSourceTest, ReplacesATokenFiveMinutesBeforeItsEnd) {
  auto tokens = source();
  EXPECT_FALSE(tokens.knows_what());
  ASSERT_TRUE(tokens.answer(challenge(), start_));
  EXPECT_TRUE(tokens.knows_what());
  const auto first = token(tokens, start_);
  EXPECT_EQ(token(tokens, start_ + seconds{3600 - 301}), first);
  EXPECT_EQ(asked(), 1);
  const auto second = token(tokens, start_ + seconds{3600 - 299});
  EXPECT_NE(second, first);
  EXPECT_EQ(asked(), 1);
}

TEST_F(AzureTokenSourceTest, GoesOnWithWhatThereIsWhileItLasts) {
  auto tokens = source();
  ASSERT_TRUE(tokens.answer(challenge(), start_));
  const auto first = token(tokens, start_);
  asked();
  made_.variables["AZURE_CLIENT_SECRET"] = "withdrawn";
  const auto late = start_ + seconds{3600 - 200};
  EXPECT_EQ(token(tokens, late), first);
  EXPECT_EQ(token(tokens, late + seconds{59}), first);
  EXPECT_EQ(asked(), 1) << "once a minute";
  EXPECT_EQ(token(tokens, late + seconds{61}), first);
  EXPECT_EQ(asked(), 1);
  const auto ended = token(tokens, start_ + seconds{3601});
  EXPECT_NE(ended.find("AADSTS7000215"), std::string::npos) << ended;
  // A new secret is taken as soon as it is there.
  made_ = azure().with(azure().able());
  EXPECT_EQ(token(tokens, start_ + seconds{3602}).substr(0, 3), "eyJ");
}

TEST_F(AzureTokenSourceTest, AChallengeReplacesAnyToken) {
  made_.variables = {{"AZURE_POD_IDENTITY_AUTHORITY_HOST", azure().identity()}};
  auto tokens = source();
  ASSERT_TRUE(tokens.answer(challenge(), start_));
  const auto first = token(tokens, start_);
  ASSERT_TRUE(tokens.answer(challenge(), start_));
  EXPECT_NE(token(tokens, start_), first);
  auto stranger = challenge();
  stranger.resource = url("https://vault.azure.net");
  asked();
  EXPECT_FALSE(tokens.answer(std::move(stranger), start_));
  EXPECT_EQ(asked(), 0);
}

}  // namespace
}  // namespace jwtkeep::destination
