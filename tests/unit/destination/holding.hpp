// Keyrings with their material, for tests.
#pragma once

#include <string_view>
#include <vector>

#include "jwtkeep/destination/environment.hpp"
#include "jwtkeep/keyring/life.hpp"

namespace jwtkeep::destination {

/// A keyring whose keys have the given states, published in that order; the store gives all that it has.
inline Held hold(std::string_view name, const keyring::Policy& policy, const std::vector<keyring::State>& states) {
  const base::SecretBytes fingerprint_key(32);
  Held held{keyring::begin(*keyring::Name::parse(name), policy, {}, base::Instant{}), {}};
  held.keyring.keys.clear();
  for (const auto state : states) {
    auto made = keyring::make_key(policy, fingerprint_key);
    if (!made) continue;
    made->key.state = state;
    held.keyring.keys.push_back(made->key);
    held.keys.push_back(std::move(*made));
  }
  return held;
}

inline keyring::Policy policy_of(jose::Alg alg, keyring::Form form = keyring::Form::text) {
  keyring::Policy policy;
  policy.alg = alg;
  policy.form = form;
  return policy;
}

/// The variable of this name, or nullptr.
inline const Variable* find(const std::vector<Variable>& variables, std::string_view name) {
  for (const auto& variable : variables) {
    if (variable.name == name) return &variable;
  }
  return nullptr;
}

}  // namespace jwtkeep::destination
