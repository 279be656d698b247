#include "jwtkeep/keyring/policy.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/keyring/generators.hpp"

namespace jwtkeep::keyring {
namespace {

using base::Json;
using base::Reason;
using base::Seconds;

constexpr std::array<Seconds Policy::*, 6> kDurations{&Policy::token_lifetime, &Policy::skew,
                                                      &Policy::propagation,    &Policy::sign_propagation,
                                                      &Policy::rotate_every,   &Policy::retention};

TEST(Policy, TheDefaultHolds) { EXPECT_TRUE(check(Policy{})); }

TEST(Policy, TheTwoSumsAreThoseOfTheDesign) {
  Policy policy;
  policy.token_lifetime = Seconds{1000};
  policy.skew = Seconds{1};
  policy.propagation = Seconds{100};
  policy.sign_propagation = Seconds{10};
  EXPECT_EQ(publish_to_active(policy), Seconds{101});   // P + S
  EXPECT_EQ(active_to_retired(policy), Seconds{1012});  // Q + T + 2S
}

TEST(Policy, EveryDurationHasItsRange) {
  for (const auto member : kDurations) {
    for (const auto value : {Seconds{-1}, Seconds::min(), base::kLongestDuration + Seconds{1}, Seconds::max()}) {
      Policy policy;
      policy.*member = value;
      const auto result = check(policy);
      ASSERT_FALSE(result);
      EXPECT_EQ(result.error().reason, Reason::bad_policy);
      EXPECT_EQ(result.error().what.substr(0, 2), "--");
    }
  }
  Policy longest;
  for (const auto member : kDurations) longest.*member = base::kLongestDuration;
  longest.skew = Seconds{0};
  EXPECT_TRUE(check(longest));
}

TEST(Policy, ZeroLifetimeAndZeroPeriodAreRefused) {
  Policy policy;
  policy.token_lifetime = Seconds{0};
  EXPECT_NE(check(policy).error().what.find("--ttl 0s"), std::string::npos);
  policy = Policy{};
  policy.rotate_every = policy.propagation = policy.skew = Seconds{0};
  EXPECT_NE(check(policy).error().what.find("--rotate-every 0s"), std::string::npos);
  policy.rotate_every = Seconds{1};
  EXPECT_TRUE(check(policy));
}

TEST(Policy, ARefusalShowsTheArithmetic) {
  Policy policy;
  policy.propagation = std::chrono::minutes{10};
  policy.skew = std::chrono::seconds{90};
  policy.rotate_every = std::chrono::seconds{689};
  const auto result = check(policy);
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().what.find("--rotate-every 11m29s is shorter than --propagation 10m + --skew 1m30s = 11m30s"),
            std::string::npos)
      << result.error().what;
  EXPECT_NE(result.error().hint.find("--rotate-every 11m30s"), std::string::npos);
  policy.rotate_every = std::chrono::seconds{690};
  EXPECT_TRUE(check(policy));
}

TEST(Policy, SeveralRetiringKeysAreAllowed) {
  // DESIGN: a period below P + Q + T + 3S only means that several keys retire at once.
  Policy policy;
  policy.token_lifetime = std::chrono::days{30};
  policy.rotate_every = std::chrono::days{1};
  EXPECT_TRUE(check(policy));
}

RC_GTEST_PROP(Policy, IsReadBackFromItsJson, ()) {
  const auto policy = testing_keys::any_policy();
  RC_ASSERT(check(policy).has_value());
  const auto text = base::parse_json(base::write_json(to_json(policy)));
  RC_ASSERT(text.has_value());
  const auto read = policy_from_json(*text);
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == policy);
}

TEST(PolicyFromJson, RefusesEveryForgedMember) {
  const auto good = to_json(Policy{});
  ASSERT_TRUE(policy_from_json(good));
  const std::vector<std::pair<const char*, Json>> forged{
      {"alg", Json("none")},
      {"alg", Json("hs256")},
      {"alg", Json(1)},
      {"alg", Json()},
      {"form", Json("hex")},
      {"form", Json(true)},
      {"skew_s", Json(-1)},
      {"skew_s", Json("60")},
      {"skew_s", Json(1.5)},
      {"skew_s", Json()},
      {"skew_s", Json(std::uint64_t{18446744073709551615U})},
      {"propagation_s", Json(std::int64_t{base::kLongestDuration.count()} + 1)},
      {"token_lifetime_s", Json(true)},
      {"rotate_every_s", Json::array({1})},
      {"standby", Json(1)},
      {"standby", Json("true")},
      {"issuer", Json(1)},
      {"issuer", Json()},
      {"audience", Json::array({"a"})},
      {"verifiers", Json("spring")},
      {"verifiers", Json::array()},
      {"verifiers", Json::array({1})},
      {"verifiers", Json::array({""})},
      {"verifiers", Json::array({"Spring"})},
      {"verifiers", Json::array({"a b"})},
      {"verifiers", Json::array({"spring", "spring"})},
      {"verifiers", Json::array({std::string(65, 'a')})},
      {"verifiers", Json(Json::Array(65, Json("spring")))},
      {"unknown", Json(1)},
      {"unknown", Json("x")},
      {"", Json("x")},
      {"alg", Json(base::SecretBytes::copy_of("HS256"))}};
  for (const auto& [name, value] : forged) {
    auto json = good;
    json.set(name, value);
    const auto policy = policy_from_json(json);
    ASSERT_FALSE(policy) << base::write_json(json);
    EXPECT_EQ(policy.error().reason, Reason::malformed) << base::write_json(json);
  }
  for (const auto& json : {Json(), Json("x"), Json::array(), Json::object()}) EXPECT_FALSE(policy_from_json(json));
}

TEST(PolicyFromJson, EveryDurationMustBeThere) {
  const auto good = to_json(Policy{});
  for (const char* name :
       {"alg", "token_lifetime_s", "skew_s", "propagation_s", "sign_propagation_s", "rotate_every_s", "retention_s"}) {
    auto json = good;
    ASSERT_TRUE(json.erase(name)) << name;
    EXPECT_FALSE(policy_from_json(json)) << name;
  }
}

TEST(PolicyFromJson, OneFromBeforeThereWereVerifiersIsReadAndWrittenAsItWas) {
  const std::string old = R"({"alg":"ES256","form":"text","token_lifetime_s":3600,"skew_s":60,"propagation_s":600,)"
                          R"("sign_propagation_s":300,"rotate_every_s":2592000,"retention_s":2592000,"standby":true})";
  const auto policy = policy_from_json(*base::parse_json(old));
  ASSERT_TRUE(policy);
  EXPECT_TRUE(policy->verifiers.empty());
  EXPECT_EQ(base::write_json(to_json(*policy)), old);
}

TEST(PolicyFromJson, AVerifierOfALaterTableIsKept) {
  // A keyring has to open whatever became of the table: its P stays what it was made with.
  auto json = to_json(Policy{});
  json.set("propagation_s", 1);
  json.set("verifiers", Json::array({"of-the-future", "microsoft-identitymodel"}));
  const auto policy = policy_from_json(json);
  ASSERT_TRUE(policy);
  EXPECT_EQ(policy->verifiers, (std::vector<std::string>{"of-the-future", "microsoft-identitymodel"}));
}

TEST(Policy, NoVerifierThatCouldNotBeReadAgainIsTaken) {
  for (const auto& names : std::vector<std::vector<std::string>>{{""}, {"A"}, {"a", "a"}, {std::string(65, 'a')}}) {
    Policy policy;
    policy.verifiers = names;
    const auto result = check(policy);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().reason, Reason::bad_policy);
  }
}

TEST(Policy, WhereVerifiersWantPNoShorterOneIsAdvised) {
  Policy policy;
  policy.verifiers = {"microsoft-identitymodel"};
  policy.propagation = std::chrono::hours{12};
  policy.rotate_every = std::chrono::hours{1};
  const auto result = check(policy);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().hint.find("shorter"), std::string::npos) << result.error().hint;
  EXPECT_NE(result.error().hint.find("microsoft-identitymodel"), std::string::npos) << result.error().hint;
}

TEST(PolicyFromJson, RefusesWhatCheckRefuses) {
  auto json = to_json(Policy{});
  json.set("rotate_every_s", 659);  // P + S are 660
  const auto policy = policy_from_json(json);
  ASSERT_FALSE(policy);
  EXPECT_EQ(policy.error().reason, Reason::bad_policy);
  json.set("rotate_every_s", 660);
  EXPECT_TRUE(policy_from_json(json));
}

TEST(PolicyFromJson, MessagesDoNotEchoWhatATerminalWouldObey) {
  auto json = to_json(Policy{});
  json.set("\x1b[2J", "x");
  EXPECT_EQ(policy_from_json(json).error().what.find('\x1b'), std::string::npos);
}

TEST(Form, WordsRoundTrip) {
  for (const auto form : {Form::text, Form::bytes}) EXPECT_EQ(form_from_word(word(form)), form);
  EXPECT_FALSE(form_from_word("Text"));
  EXPECT_FALSE(form_from_word(""));
}

}  // namespace
}  // namespace jwtkeep::keyring
