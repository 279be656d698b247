#include "jwtkeep/destination/secret_in.hpp"

#include <gtest/gtest.h>

#include "tests/unit/base/secret_text.hpp"

namespace jwtkeep::destination {
namespace {

base::Result<FoundSecret> find(PlaceKind kind, std::string_view content, std::string_view field = {}) {
  return secret_in(kind, base::SecretBytes::copy_of(content), field);
}

TEST(SecretIn, TheUsualNameThenTheOnlyLikelyOneThenTheOnlyOne) {
  EXPECT_EQ(text_of(find(PlaceKind::vault, R"({"A_SECRET":"a","JWT_SECRET":"b"})")->text), "b");
  EXPECT_EQ(text_of(find(PlaceKind::vault, R"({"A_SECRET":"a","URL":"b"})")->text), "a");
  EXPECT_EQ(text_of(find(PlaceKind::dotenv, "PRIVATE_KEY='a'\nURL=b\n")->text), "a");
  EXPECT_EQ(text_of(find(PlaceKind::aws_sm, R"({"value":"a"})")->text), "a");
  EXPECT_EQ(text_of(find(PlaceKind::aws_sm, "plain text")->text), "plain text");
  EXPECT_EQ(text_of(find(PlaceKind::azure_kv, R"({"not":{"flat":1}})")->text), R"({"not":{"flat":1}})");
}

TEST(SecretIn, WhatStandsBesideItIsToldWhereItIsWhatItSays) {
  const auto found = find(PlaceKind::vault, R"({"X_SECRET":"a","X_KID":"k","X_ALG":"HS512","X_FORM":"bytes"})");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->kid, "k");
  EXPECT_EQ(found->alg, "HS512");
  EXPECT_EQ(found->form, "bytes");
  const auto odd = find(PlaceKind::vault, R"({"X_SECRET":"a","X_ALG":"hunter2","X_FORM":"hunter2"})");
  EXPECT_EQ(odd->alg + odd->form, "");
}

TEST(SecretIn, WhatCannotBeChosenIsNamedAndNeverShown) {
  for (const auto& found : {find(PlaceKind::vault, R"({"A_SECRET":"hunter2","B_SECRET":"hunter2"})"),
                            find(PlaceKind::vault, R"({"A":"hunter2","B":"hunter2"})"),
                            find(PlaceKind::vault, R"({"A":"hunter2"})", "C"), find(PlaceKind::dotenv, "")}) {
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().reason, base::Reason::not_found);
    EXPECT_EQ((found.error().what + found.error().hint).find("hunter2"), std::string::npos);
  }
  EXPECT_NE(find(PlaceKind::vault, R"({"A":"x","B":"y"})").error().hint.find("A, B"), std::string::npos);
  EXPECT_EQ(find(PlaceKind::jwks, R"({"keys":[]})").error().reason, base::Reason::bad_value);
  EXPECT_EQ(find(PlaceKind::dotenv, "no line").error().reason, base::Reason::malformed);
}

}  // namespace
}  // namespace jwtkeep::destination
