#include "jwtkeep/destination/ring_json.hpp"

#include <gtest/gtest.h>

#include "tests/unit/base/secret_text.hpp"
#include "tests/unit/destination/holding.hpp"

namespace jwtkeep::destination {
namespace {

TEST(RingJson, HoldsTheVariablesInOrderAndIsCanonicalAlready) {
  const auto held = hold("orders/prod", policy_of(jose::Alg::HS256), {keyring::State::active, keyring::State::pending});
  const auto text = ring_json(held, Role::signer, "JWT_");
  ASSERT_TRUE(text);
  EXPECT_TRUE(text_of(*text).starts_with(R"({"JWT_ALG":"HS256","JWT_FORM":"text","JWT_JWKS":"{\"keys\":[)"));
  const auto again = canonical_object(*text);
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, *text);
  const auto members = members_of(*text);
  ASSERT_TRUE(members);
  const auto variables = destination::variables(held, Role::signer);
  ASSERT_TRUE(variables);
  for (const auto& variable : *variables) {
    const auto* member = find(*members, variable.name);
    ASSERT_NE(member, nullptr) << variable.name;
    EXPECT_EQ(member->value, variable.value) << variable.name;
  }
  EXPECT_EQ(members->size(), variables->size());
}

TEST(RingJson, SomebodyElsesObjectIsSortedAtEveryDepth) {
  const auto canonical =
      canonical_object(base::SecretBytes::copy_of(R"({ "b" : [ {"z":1,"y":"\u00fc"} ], "a" : null })"));
  ASSERT_TRUE(canonical);
  EXPECT_EQ(text_of(*canonical), "{\"a\":null,\"b\":[{\"y\":\"\u00fc\",\"z\":1}]}");
  EXPECT_FALSE(members_of(*canonical));
}

TEST(RingJson, WhatIsNoObjectIsTold) {
  for (const auto* text : {"", "[]", "\"a\"", "{\"a\":1,\"a\":2}", "{", "null", "{\"a\":\"\xff\"}"}) {
    const auto found = canonical_object(base::SecretBytes::copy_of(std::string_view(text)));
    ASSERT_FALSE(found) << text;
    EXPECT_EQ(found.error().what.find("\xff"), std::string::npos);
  }
}

}  // namespace
}  // namespace jwtkeep::destination
