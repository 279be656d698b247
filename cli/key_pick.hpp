// Choosing among keys that have a kid() and an alg(): what verifying and decrypting have in common. Internal to
// source_keys.hpp.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/output.hpp"
#include "jwtkeep/base/result.hpp"

namespace jwtkeep::cli {

/// With `kid` those that have it, else those that have none of their own; without one all.
template <class Key>
std::vector<const Key*> keys_of_kid(const std::vector<Key>& keys, const std::optional<std::string>& kid) {
  std::vector<const Key*> named;
  std::vector<const Key*> nameless;
  for (const auto& key : keys) {
    if (!kid || key.kid() == *kid) named.push_back(&key);
    if (key.kid().empty()) nameless.push_back(&key);
  }
  return named.empty() ? nameless : named;
}

template <class Key>
base::Result<Key> pick_key(const std::vector<Key>& keys, const std::optional<std::string>& kid, std::string_view alg) {
  const auto found = keys_of_kid(keys, kid);
  if (found.empty()) {
    std::string known;
    for (const auto& key : keys) known += (known.empty() ? "" : ", ") + short_kid(key.kid());
    return base::fail(base::Reason::key_unknown,
                      fmt::format("the token names the key {}, which was not given", short_kid(kid.value_or(""))),
                      "those that were given: " + known);
  }
  std::vector<const Key*> fitting;
  std::ranges::copy_if(found, std::back_inserter(fitting), [&](const Key* key) { return name(key->alg()) == alg; });
  if (fitting.size() > 1) {
    const auto* what = !kid ? "the token does not say which of several keys it is for (kid)"
                       : fitting.front()->kid().empty()
                           ? "the token names its key (kid), and several of those that were given have no name"
                           : "several of the keys that were given have the name that the token says (kid)";
    return base::fail(base::Reason::key_unknown, what, "give the one that is meant by --jwk");
  }
  return fitting.empty() ? *found.front() : *fitting.front();
}

/// Whether `--alg` names the key's algorithm, or is not given.
template <class Key, class Algs>
base::Result<void> check_named(const Key& key, const Algs& allowed) {
  if (allowed.empty() || std::ranges::find(allowed, key.alg()) != allowed.end()) return {};
  return base::fail(base::Reason::alg_not_allowed,
                    fmt::format("the key is for {}, which --alg does not name", name(key.alg())), "leave --alg out");
}

}  // namespace jwtkeep::cli
