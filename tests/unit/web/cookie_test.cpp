#include "jwtkeep/web/cookie.hpp"

#include <gtest/gtest.h>

namespace jwtkeep::web {
namespace {

std::string value(std::string_view field) {
  const auto found = cookie_value(field, "jwtkeep");
  if (!found) return "refused";
  return *found ? std::string(**found) : "none";
}

TEST(Cookie, IsTheOneOfThatName) {
  EXPECT_EQ(value("jwtkeep=abc"), "abc");
  EXPECT_EQ(value("a=b; jwtkeep=abc; c=d"), "abc");
  EXPECT_EQ(value("jwtkeep=\"abc\""), "abc");
  EXPECT_EQ(value("jwtkeep=a=b=="), "a=b==");
  EXPECT_EQ(value("jwtkeep="), "");
  for (const auto* other : {"", "jwtkeep", "Jwtkeep=x", "jwtkeep2=x", "__Host-jwtkeep=x", "a=jwtkeep=x", "=jwtkeep"}) {
    EXPECT_EQ(value(other), "none") << other;
  }
}

TEST(Cookie, OfWhichThereAreTwoIsNone) {
  EXPECT_EQ(value("jwtkeep=a; jwtkeep=b"), "refused");
  EXPECT_EQ(value("jwtkeep=a; x=y; jwtkeep=a"), "refused");
}

TEST(Cookie, OfOtherProgramsMayBeAsTheyLike) {
  EXPECT_EQ(value("x=\"a b, c\\\"; jwtkeep=abc;; ;"), "abc");
  EXPECT_EQ(value("jwtkeep=a b"), "refused");
  EXPECT_EQ(value("jwtkeep=a,b"), "refused");
  EXPECT_EQ(value("jwtkeep=\"a"), "refused");
  EXPECT_EQ(value("jwtkeep=\xc3\xa4"), "refused");
}

TEST(Cookie, IsSetForNoScriptAndNoOtherSite) {
  EXPECT_EQ(set_cookie({.name = "__Host-jwtkeep", .value = "abc", .lives = base::Seconds{60}}),
            "__Host-jwtkeep=abc; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Strict");
  EXPECT_EQ(set_cookie({.name = "jwtkeep", .value = "", .secure = false, .same_site = Cookie::SameSite::lax}),
            "jwtkeep=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
}

}  // namespace
}  // namespace jwtkeep::web
