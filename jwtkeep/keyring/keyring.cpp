#include "jwtkeep/keyring/keyring.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jwtkeep::keyring {
namespace {

using base::fail;
using base::Reason;

const Key* find_state(const std::vector<Key>& keys, State state) noexcept {
  const auto found = std::ranges::find(keys, state, &Key::state);
  return found == keys.end() ? nullptr : &*found;
}

base::Result<const Key*> only_verifying_key(const Keyring& keyring) {
  const auto keys = verifying_keys(keyring);
  if (keys.size() == 1) return keys.front();
  return fail(
      Reason::key_unknown,
      fmt::format("the token names no key (kid), and {} has {} keys that verify", keyring.name.text(), keys.size()),
      "sign with a kid in the header");
}

}  // namespace

const Key* Keyring::find(std::string_view kid) const noexcept {
  const auto found = std::ranges::find(keys, kid, &Key::kid);
  return found == keys.end() ? nullptr : &*found;
}

std::vector<const Key*> Keyring::called(std::string_view kid) const {
  constexpr std::size_t kShortest = 4;
  if (const auto* key = find(kid)) return {key};
  std::vector<const Key*> found;
  for (const auto& key : keys) {
    if (kid.size() >= kShortest && key.kid.starts_with(kid)) found.push_back(&key);
  }
  return found;
}

const Key* Keyring::active() const noexcept { return find_state(keys, State::active); }
const Key* Keyring::pending() const noexcept { return find_state(keys, State::pending); }

base::Result<const Key*> signer(const Keyring& keyring) {
  if (const auto* key = keyring.active()) return key;
  return fail(Reason::key_unknown, keyring.name.text() + " has no active key, so nothing can sign",
              "run: jwtkeep rotate " + keyring.name.text());
}

base::Result<const Key*> verifier(const Keyring& keyring, const std::optional<std::string>& kid, base::Instant now) {
  if (!kid) return only_verifying_key(keyring);
  const auto* key = keyring.find(*kid);
  if (key == nullptr) {
    return fail(Reason::key_unknown, "no key of " + keyring.name.text() + " has the token's kid");
  }
  switch (key->state) {
    case State::compromised:
      return fail(Reason::key_compromised, "the token's key was marked as compromised at " +
                                               base::describe_instant(*key->compromised_at) + " UTC");
    case State::retired:
      return fail(Reason::key_retired,
                  "the token's key was retired at " + base::describe_instant(*key->retired_at) + " UTC");
    case State::pending:
      if (key->published_at > now + keyring.policy.skew) {
        return fail(
            Reason::key_not_yet_active,
            "the token's key is published at " + base::describe_instant(key->published_at) + " UTC, later than now",
            "check this machine's clock");
      }
      return key;
    case State::active:
    case State::retiring: return key;
  }
  return fail(Reason::internal, "a key in no state");
}

std::vector<const Key*> verifying_keys(const Keyring& keyring) {
  std::vector<const Key*> keys;
  for (const State state : {State::active, State::pending, State::retiring}) {
    for (const auto& key : keyring.keys) {
      if (key.state == state) keys.push_back(&key);
    }
  }
  return keys;
}

std::vector<jose::Alg> algs_of(const Keyring& keyring) {
  std::vector<jose::Alg> algs;
  for (const auto& key : keyring.keys) {
    if (std::ranges::find(algs, key.alg) == algs.end()) algs.push_back(key.alg);
  }
  return algs;
}

}  // namespace jwtkeep::keyring
