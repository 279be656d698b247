#include "jwtkeep/keyring/verifier_choice.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "jwtkeep/keyring/verifier.hpp"

namespace jwtkeep::keyring {
namespace {

using base::Reason;
using base::Seconds;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using Names = std::vector<std::string>;

TEST(ParseVerifiers, KeepsTheOrderAndEachNameOnce) {
  EXPECT_EQ(*parse_verifiers("spring"), Names({"spring"}));
  EXPECT_EQ(*parse_verifiers(" node-jwks-rsa,\tspring , jose"), Names({"node-jwks-rsa", "spring", "jose"}));
  EXPECT_EQ(*parse_verifiers("spring,jose,spring"), Names({"spring", "jose"}));
}

TEST(ParseVerifiers, RefusesWhatIsNotInTheTable) {
  const auto unknown = parse_verifiers("jose,sprnig");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().reason, Reason::bad_value);
  EXPECT_NE(unknown.error().what.find("\"sprnig\""), std::string::npos);
  EXPECT_NE(unknown.error().hint.find("did you mean spring?"), std::string::npos) << unknown.error().hint;
  EXPECT_EQ(parse_verifiers("qqqqqq").error().hint.find("did you mean"), std::string::npos);
  EXPECT_LT(parse_verifiers(std::string(100'000, 'x')).error().what.size(), 200U);
  for (const char* empty : {"", " ", ",", "spring,", ",spring", "spring,,jose"}) {
    const auto refused = parse_verifiers(empty);
    ASSERT_FALSE(refused) << empty;
    EXPECT_NE(refused.error().what.find("empty name"), std::string::npos) << empty;
  }
}

TEST(PropagationFor, IsTheLargestCache) {
  EXPECT_EQ(*propagation_for({"node-jwks-rsa", "spring"}, {}), minutes{10});
  EXPECT_EQ(*propagation_for({"spring", "microsoft-identitymodel", "jose"}, {}), hours{12});
  EXPECT_EQ(*propagation_for({"jwtkeep"}, {}), seconds{0}) << "it reads the store itself";
}

TEST(PropagationFor, ALargerOneWinsAndASmallerOneIsRefused) {
  EXPECT_EQ(*propagation_for({"spring"}, minutes{5}), minutes{5});
  EXPECT_EQ(*propagation_for({"spring"}, hours{1}), hours{1});
  const auto refused = propagation_for({"spring", "jose"}, minutes{10} - seconds{1});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::bad_policy);
  EXPECT_NE(refused.error().what.find("--propagation 9m59s is shorter than the largest cache of --verifiers, 10m "
                                      "(spring 5m, jose 10m)"),
            std::string::npos)
      << refused.error().what;
  EXPECT_NE(refused.error().hint.find("--propagation 10m"), std::string::npos);
}

TEST(PropagationFor, WhatHasNoEndSetsNothing) {
  for (const char* name : {"go-oidc", "pyjwkclient-cache-keys", "libjwt", "jwx"}) {
    const auto refused = propagation_for({"spring", name}, {});
    ASSERT_FALSE(refused) << name;
    EXPECT_EQ(refused.error().reason, Reason::bad_policy) << name;
    EXPECT_NE(refused.error().what.find(name), std::string::npos) << refused.error().what;
    EXPECT_NE(refused.error().hint.find("add --propagation"), std::string::npos) << name;
  }
  EXPECT_EQ(*propagation_for({"go-oidc"}, minutes{1}), minutes{1});
  EXPECT_FALSE(propagation_for({"go-oidc", "spring"}, minutes{1})) << "the others count all the same";
  EXPECT_FALSE(propagation_for({"jwx"}, minutes{59})) << "it keeps a key for an hour at least";
  EXPECT_TRUE(propagation_for({"jwx"}, minutes{60}));
}

TEST(PropagationFor, ANameThatIsNotInTheTableIsNoZero) {
  EXPECT_EQ(propagation_for({"nobody"}, hours{1}).error().reason, Reason::bad_value);
}

RC_GTEST_PROP(PropagationFor, NoVerifierLearnsLaterThanP, ()) {
  const auto rows = known_verifiers();
  const auto chosen =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, rows.size())));
  Names names;
  bool bounded = true;
  for (const auto at : chosen) {
    names.emplace_back(rows[at].name);
    bounded = bounded && rows[at].bound == Verifier::Bound::age;
  }
  std::optional<Seconds> given;
  if (*rc::gen::arbitrary<bool>()) given = Seconds{*rc::gen::inRange<std::int64_t>(0, 200'000)};
  const auto propagation = propagation_for(names, given);
  if (!given) RC_ASSERT(propagation.has_value() == bounded);
  if (!propagation) return;
  if (given) RC_ASSERT(*propagation == *given);
  for (const auto& name : names) RC_ASSERT(learns_within(*find_verifier(name)) <= *propagation);
}

}  // namespace
}  // namespace jwtkeep::keyring
