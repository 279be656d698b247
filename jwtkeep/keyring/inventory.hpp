// What a store's keys are, for a scanner that must not hold secrets: whose a found one is can be told, and nothing
// more.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/jose/alg.hpp"
#include "jwtkeep/keyring/key.hpp"
#include "jwtkeep/keyring/name.hpp"
#include "jwtkeep/keyring/state.hpp"

namespace jwtkeep::keyring {

/// One key of an inventory.
struct ListedKey {
  Name keyring;
  std::string kid;
  jose::Alg alg = jose::Alg::HS256;
  State state = State::pending;
  base::Instant published_at{};
  std::optional<base::Instant> activated_at, superseded_at, retired_at, compromised_at, destroyed_at;
  /// 16 bytes under the inventory's key (`fingerprint` in material.hpp). Empty for a secret that was destroyed before
  /// the inventory was made: nobody can recognise it any more.
  base::Bytes fingerprint;
  base::Json public_jwk;  ///< of a key pair; null for a symmetric key

  friend bool operator==(const ListedKey&, const ListedKey&) = default;
};

/// Whoever holds it can test guesses against every fingerprint in it, a million a second and more: it hides no weak
/// secret, and gives away no strong one.
struct Inventory {
  base::Instant made_at{};
  base::SecretBytes fingerprint_key;  ///< 32 bytes
  std::vector<ListedKey> keys;
};

/// A key as it stands in its keyring, with the fingerprint that it has there.
ListedKey listed(const Name& keyring, const Key& key);

/// An inventory with no keys yet, whose fingerprints nobody can compare with any other's: its own key is fresh.
Inventory new_inventory(base::Instant now);

/// The thumbprint (RFC 7638) of a key pair; empty for a symmetric key.
std::string thumbprint_of(const ListedKey& key);

/// The largest text that `parse_inventory` takes: some 400,000 keys.
inline constexpr std::size_t kMostInventoryBytes = std::size_t{512} << 20;

/// As it stands in a file (docs/commands/export-inventory.md). The fingerprint key is in it as a secret value.
base::Json to_json(const Inventory& inventory);
/// Every member has to be there, of its kind, and nothing else. Errors: `newer_format`, `malformed`, those of
/// `parse_json`.
base::Result<Inventory> parse_inventory(std::string_view text);

}  // namespace jwtkeep::keyring
