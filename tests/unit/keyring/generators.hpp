// What the keyring's tests draw their cases from.
#pragma once

#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "jwtkeep/keyring/life.hpp"

namespace jwtkeep::keyring::testing_keys {

inline constexpr base::Instant kStart{std::chrono::seconds{1'800'000'000}};

/// A key as a caller of `begin` or `apply` has it: without state and times.
inline Key fresh_key(std::string kid) {
  Key key;
  key.kid = std::move(kid);
  key.fingerprint = base::Bytes(16, 0x5a);
  return key;
}

/// T 1h, S 1m, P 10m, Q 5m, rotation 30d, retention 7d: every number is another one.
inline Policy policy() {
  Policy policy;
  policy.retention = std::chrono::days{7};
  return policy;
}

inline Keyring new_keyring(const Policy& rules = policy()) {
  return begin(*Name::parse("orders/prod"), rules, fresh_key("k1"), kStart);
}

/// A policy that `check` takes.
inline Policy any_policy() {
  const auto seconds = [](std::int64_t least, std::int64_t most) {
    return base::Seconds{*rc::gen::oneOf(rc::gen::inRange<std::int64_t>(least, least + 3),
                                         rc::gen::inRange<std::int64_t>(least, most + 1))};
  };
  Policy rules;
  rules.alg = *rc::gen::element(jose::Alg::HS256, jose::Alg::HS384, jose::Alg::HS512, jose::Alg::RS256,
                                jose::Alg::ES256, jose::Alg::EdDSA);
  rules.form = *rc::gen::element(Form::text, Form::bytes);
  rules.token_lifetime = seconds(1, 86400 * 40);
  rules.skew = seconds(0, 600);
  rules.propagation = seconds(0, 86400);
  rules.sign_propagation = seconds(0, 86400);
  rules.rotate_every = publish_to_active(rules) + seconds(1, 86400 * 90);
  rules.retention = seconds(0, 86400 * 400);
  rules.standby = *rc::gen::arbitrary<bool>();
  if (*rc::gen::arbitrary<bool>()) rules.issuer = *rc::gen::element<std::string>("", "https://issuer.example", "\"\n");
  if (*rc::gen::arbitrary<bool>()) rules.audience = *rc::gen::element<std::string>("", "orders", "\xc3\xa9");
  rules.verifiers = *rc::gen::element(std::vector<std::string>{}, std::vector<std::string>{"spring"},
                                      std::vector<std::string>{"node-jwks-rsa", "of-the-future-2"});
  return rules;
}

}  // namespace jwtkeep::keyring::testing_keys
