#include "jwtkeep/keyring/name.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace jwtkeep::keyring {
namespace {

TEST(Name, HasTwoOrThreeParts) {
  const auto two = Name::parse("orders/prod");
  ASSERT_TRUE(two);
  EXPECT_EQ(two->text(), "orders/prod");
  EXPECT_EQ(two->service(), "orders");
  EXPECT_EQ(two->environment(), "prod");
  EXPECT_EQ(two->use(), "");
  const auto three = Name::parse("orders.v2/eu-west_1/refresh");
  ASSERT_TRUE(three);
  EXPECT_EQ(three->service(), "orders.v2");
  EXPECT_EQ(three->environment(), "eu-west_1");
  EXPECT_EQ(three->use(), "refresh");
  EXPECT_NE(*two, *three);
}

TEST(Name, PartsHaveOneToSixtyThreeCharacters) {
  const std::string longest(63, 'a');
  EXPECT_TRUE(Name::parse(longest + "/" + longest + "/" + longest));
  EXPECT_TRUE(Name::parse("a/0"));
  EXPECT_FALSE(Name::parse(longest + "a/prod"));
  EXPECT_FALSE(Name::parse("orders/" + longest + "a"));
}

TEST(Name, RefusesWhatWouldLeaveItsPlace) {
  for (const std::string_view text : {"",
                                      "/",
                                      "orders",
                                      "orders/",
                                      "/prod",
                                      "orders//prod",
                                      "orders/prod/",
                                      "a/b/c/d",
                                      "../prod",
                                      "orders/..",
                                      "orders/.hidden",
                                      "-x/prod",
                                      "_x/prod",
                                      "Orders/prod",
                                      "orders/PROD",
                                      "orders prod/x",
                                      "orders/pr od",
                                      "orders\\prod",
                                      "orders/prod\n",
                                      " orders/prod",
                                      "\xc3\xb6rders/prod",
                                      "orders/pr*d",
                                      "orders/$(id)"}) {
    const auto name = Name::parse(text);
    ASSERT_FALSE(name) << text;
    EXPECT_EQ(name.error().reason, base::Reason::bad_value);
    EXPECT_NE(name.error().hint.find("orders/prod"), std::string::npos);
  }
  EXPECT_FALSE(Name::parse(std::string_view("orders/prod\0x", 13)));
}

RC_GTEST_PROP(Name, PartsMakeTheText, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab0-_./A")));
  const auto name = Name::parse(text);
  if (!name) return;
  auto joined = std::string(name->service()) + "/" + std::string(name->environment());
  if (!name->use().empty()) joined += "/" + std::string(name->use());
  RC_ASSERT(joined == text);
  RC_ASSERT(name->text() == text);
}

}  // namespace
}  // namespace jwtkeep::keyring
