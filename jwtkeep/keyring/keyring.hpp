// All keys of one purpose, and which of them signs and verifies.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "jwtkeep/base/time.hpp"
#include "jwtkeep/keyring/key.hpp"
#include "jwtkeep/keyring/name.hpp"
#include "jwtkeep/keyring/policy.hpp"

namespace jwtkeep::keyring {

/// A keyring as it stands at one revision.
struct Keyring {
  Name name;
  Policy policy;
  std::uint64_t revision = 0;  ///< grows by one with every change
  base::Instant created_at{};
  base::Instant changed_at{};
  std::vector<Key> keys;  ///< in the order in which they were published

  [[nodiscard]] const Key* find(std::string_view kid) const noexcept;
  /// As people write it: the key of this `kid` alone; else all whose kid begins so, of four characters at least.
  [[nodiscard]] std::vector<const Key*> called(std::string_view kid) const;
  [[nodiscard]] const Key* active() const noexcept;   ///< the key that signs, or nullptr
  [[nodiscard]] const Key* pending() const noexcept;  ///< the next key, or nullptr

  friend bool operator==(const Keyring&, const Keyring&) = default;
};

/// The key that signs. Errors: `key_unknown` when none is active.
base::Result<const Key*> signer(const Keyring& keyring);

/// The key that verifies a token with this `kid` at `now`. Without a `kid` the keyring's only verifying key is taken,
/// if it is the only one. Errors: `key_unknown`, `key_not_yet_active` (a pending key that, allowing for skew, was
/// published after `now`), `key_retired`, `key_compromised`.
base::Result<const Key*> verifier(const Keyring& keyring, const std::optional<std::string>& kid, base::Instant now);

/// The keys that a verifier has to know: pending, active and retiring, in that order of use (active first).
std::vector<const Key*> verifying_keys(const Keyring& keyring);

/// The algorithms of a keyring's keys, each once: what a verifier allows.
std::vector<jose::Alg> algs_of(const Keyring& keyring);

}  // namespace jwtkeep::keyring
