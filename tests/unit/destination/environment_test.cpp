#include "jwtkeep/destination/environment.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "holding.hpp"
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/crypto/key_pair.hpp"
#include "jwtkeep/jose/jwk.hpp"
#include "running.hpp"

namespace jwtkeep::destination {
namespace {

using jose::Alg;
using keyring::Form;
using keyring::State;

const std::vector kAllStates{State::retired, State::retiring, State::compromised, State::active, State::pending};

std::string value(const std::vector<Variable>& variables, std::string_view name) {
  const auto* found = find(variables, name);
  return found == nullptr ? "(none)" : text_of(found->value);
}

std::vector<std::string> kids(const std::string& jwks) {
  std::vector<std::string> all;
  const auto json = base::parse_json(jwks);
  if (!json) return {"unreadable"};
  for (const auto& key : *json->find("keys")->items()) all.push_back(*key.find("kid")->string());
  return all;
}

/// In the order that every reader gets: active, pending, retiring.
std::vector<std::string> verifying(const Held& held) {
  std::vector<std::string> all;
  for (const auto state : {State::active, State::pending, State::retiring}) {
    for (const auto& key : held.keyring.keys) {
      if (key.state == state) all.push_back(key.kid);
    }
  }
  return all;
}

TEST(Environment, ATextSecretIsTheKeyItself) {
  auto held = hold("orders/prod", policy_of(Alg::HS256), kAllStates);
  held.keyring.policy.issuer = "https://id.example.org";
  const auto made = variables(held, Role::signer);
  ASSERT_TRUE(made) << made.error().what;
  const auto secret = value(*made, "JWT_SECRET");
  EXPECT_EQ(secret, text_of(held.keys[3].material)) << "the active key's";
  EXPECT_EQ(secret.size(), 64U);
  EXPECT_EQ(value(*made, "JWT_KID"), held.keyring.keys[3].kid);
  EXPECT_EQ(value(*made, "JWT_ALG"), "HS256");
  EXPECT_EQ(value(*made, "JWT_FORM"), "text");
  EXPECT_EQ(value(*made, "JWT_ISSUER"), "https://id.example.org");
  EXPECT_EQ(find(*made, "JWT_AUDIENCE"), nullptr);
  EXPECT_EQ(find(*made, "JWT_PUBLIC_KEY"), nullptr);

  const auto jwks = value(*made, "JWT_JWKS");
  EXPECT_EQ(jwks.find('\n'), std::string::npos);
  EXPECT_EQ(kids(jwks), verifying(held));
  const auto first = base::parse_json(jwks)->find("keys")->items()->front();
  EXPECT_EQ(*first.find("k")->string(), base::base64url_encode(base::as_bytes(secret)));
  EXPECT_TRUE(find(*made, "JWT_SECRET")->secret);
  EXPECT_TRUE(find(*made, "JWT_JWKS")->secret);
  EXPECT_FALSE(find(*made, "JWT_KID")->secret);
}

TEST(Environment, ABytesSecretIsBase64urlOfTheKey) {
  const auto held = hold("orders/prod", policy_of(Alg::HS512, Form::bytes), {State::active});
  const auto made = variables(held, Role::verifier);
  ASSERT_TRUE(made);
  const auto secret = value(*made, "JWT_SECRET");
  const auto bytes = base::base64url_decode(secret);
  ASSERT_TRUE(bytes);
  EXPECT_TRUE(held.keys[0].material == base::SecretBytes::copy_of(*bytes));
  EXPECT_EQ(value(*made, "JWT_FORM"), "bytes");
  const auto jwks = base::parse_json(value(*made, "JWT_JWKS"));
  ASSERT_TRUE(jwks);
  EXPECT_EQ(*jwks->find("keys")->items()->front().find("k")->string(), secret) << "k is the true bytes";
}

TEST(Environment, AVerifierOfAnAsymmetricKeyringGetsNothingPrivate) {
  for (const auto alg : {Alg::ES256, Alg::EdDSA, Alg::RS256}) {
    auto held = hold("orders/prod", policy_of(alg), kAllStates);
    const auto signer = variables(held, Role::signer);
    for (auto& key : held.keys) key.material = {};
    const auto made = variables(held, Role::verifier);
    ASSERT_TRUE(made) << made.error().what;
    EXPECT_EQ(find(*made, "JWT_SECRET"), nullptr);
    EXPECT_EQ(find(*made, "JWT_FORM"), nullptr);
    for (const auto& one : *made) {
      EXPECT_FALSE(one.secret) << one.name;
      EXPECT_EQ(text_of(one.value).find("PRIVATE"), std::string::npos);
    }
    const auto jwks = value(*made, "JWT_JWKS");
    EXPECT_EQ(kids(jwks), verifying(held));
    const auto json = base::parse_json(jwks);
    for (const auto& key : *json->find("keys")->items()) {
      for (const auto* name : {"d", "p", "q", "dp", "dq", "qi", "k"}) EXPECT_EQ(key.find(name), nullptr);
    }

    // The signer's private key is that of the public one.
    ASSERT_TRUE(signer);
    const auto* secret = find(*signer, "JWT_SECRET");
    ASSERT_NE(secret, nullptr);
    EXPECT_TRUE(secret->secret);
    const auto pair = crypto::PrivateKey::from_pem(secret->value);
    ASSERT_TRUE(pair);
    EXPECT_EQ(pair->public_key().to_pem(), value(*made, "JWT_PUBLIC_KEY"));
    EXPECT_EQ(value(*signer, "JWT_JWKS"), jwks);
  }
}

TEST(Environment, SaysWhatIsMissing) {
  const auto policy = policy_of(Alg::HS256);
  EXPECT_EQ(variables(hold("a/b", policy, {State::retiring}), Role::signer).error().reason, base::Reason::key_unknown);
  auto held = hold("a/b", policy, {State::active, State::pending});
  held.keys.pop_back();
  EXPECT_EQ(variables(held, Role::verifier).error().reason, base::Reason::not_found);
  auto pair = hold("a/b", policy_of(Alg::ES256), {State::active});
  pair.keys[0].material = {};
  EXPECT_EQ(variables(pair, Role::signer).error().reason, base::Reason::not_found);
  EXPECT_EQ(variables(held, Role::signer, "1_").error().reason, base::Reason::bad_value);
  auto nul = hold("a/b", policy, {State::active});
  nul.keyring.policy.audience = std::string("a\0b", 3);
  EXPECT_EQ(variables(nul, Role::signer).error().reason, base::Reason::bad_value);
}

TEST(Environment, SeveralKeyringsGetNamesOfTheirOwn) {
  const auto name = [](std::string_view text) { return prefix_for(*keyring::Name::parse(text)); };
  EXPECT_EQ(name("orders/prod"), "ORDERS_PROD_JWT_");
  EXPECT_EQ(name("a.b-c/prod/refresh"), "A_B_C_PROD_REFRESH_JWT_");
  EXPECT_EQ(name("1st/prod"), "_1ST_PROD_JWT_");

  const auto policy = policy_of(Alg::HS256);
  std::vector<Held> held;
  held.push_back(hold("orders/prod", policy, {State::active}));
  EXPECT_NE(find(*variables_of_all(held, Role::signer), "JWT_SECRET"), nullptr);
  held.push_back(hold("users/prod", policy, {State::active}));
  const auto both = variables_of_all(held, Role::signer);
  ASSERT_TRUE(both);
  EXPECT_EQ(find(*both, "JWT_SECRET"), nullptr);
  EXPECT_EQ(value(*both, "ORDERS_PROD_JWT_KID"), held[0].keyring.keys[0].kid);
  EXPECT_EQ(value(*both, "USERS_PROD_JWT_KID"), held[1].keyring.keys[0].kid);

  held.push_back(hold("orders/prod", policy, {State::active}));
  EXPECT_EQ(variables_of_all(held, Role::signer).error().reason, base::Reason::already_exists);
  held.pop_back();
  held.push_back(hold("users.prod/x", policy, {State::active}));
  held.push_back(hold("users-prod/x", policy, {State::active}));
  const auto collision = variables_of_all(held, Role::signer);
  ASSERT_FALSE(collision);
  EXPECT_NE(collision.error().what.find("users.prod/x"), std::string::npos);
  EXPECT_NE(collision.error().what.find("users-prod/x"), std::string::npos);
}

RC_GTEST_PROP(Environment, APrefixIsAlwaysAVariablesName, ()) {
  const auto part = [] {
    const auto tail = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("az09._-")));
    return *rc::gen::elementOf(std::string("az09")) + tail.substr(0, 62);
  };
  const auto name = keyring::Name::parse(part() + "/" + part());
  RC_ASSERT(name.has_value());
  RC_ASSERT(is_variable_name(prefix_for(*name)));
}

}  // namespace
}  // namespace jwtkeep::destination
