#include "cli/inventory.hpp"

#include "cli/every_keyring.hpp"
#include "cli/input.hpp"
#include "cli/keyring_called.hpp"
#include "jwtkeep/keyring/material.hpp"

namespace jwtkeep::cli {
namespace {

/// Under the inventory's own key, not the store's.
base::Result<base::Bytes> new_fingerprint(store::Store& store, const keyring::Keyring& ring, const keyring::Key& key,
                                          const base::SecretBytes& fingerprint_key) {
  if (key.destroyed_at) return base::Bytes{};
  JWTKEEP_TRY(const auto material, store.material(ring, key));
  return material.reveal([&](base::ByteView bytes) { return keyring::fingerprint(fingerprint_key, bytes); });
}

}  // namespace

base::Result<keyring::Inventory> export_inventory(store::Store& store, const std::vector<keyring::Name>& names,
                                                  base::Instant now, const ListedSoFar& listed) {
  auto inventory = keyring::new_inventory(now);
  const auto add = [&](const keyring::Name& name) -> base::Result<void> {
    JWTKEEP_TRY(const auto ring, keyring_called(store, name));
    for (const auto& key : ring.keys) {
      auto entry = keyring::listed(name, key);
      entry.fingerprint.clear();  // of a key pair the reader works it out
      if (jose::is_symmetric(key.alg)) {
        JWTKEEP_TRY(entry.fingerprint, new_fingerprint(store, ring, key, inventory.fingerprint_key));
      }
      inventory.keys.push_back(std::move(entry));
      listed(inventory.keys.size());
    }
    return {};
  };
  if (names.empty()) {
    JWTKEEP_CHECK(for_each_keyring(store, add));
  } else {
    for (const auto& name : names) JWTKEEP_CHECK(add(name));
  }
  return inventory;
}

base::Result<keyring::Inventory> own_inventory(store::Store& store, base::Instant now,
                                               const std::function<void(const base::Error&)>& tell) {
  keyring::Inventory inventory{.made_at = now, .fingerprint_key = store.fingerprint_key().clone(), .keys = {}};
  JWTKEEP_CHECK(for_each_keyring(store, [&](const keyring::Name& name) -> base::Result<void> {
    const auto ring = store.keyring(name);
    if (!ring && ring.error().reason != base::Reason::tampered) return std::unexpected(ring.error());
    if (!ring) {
      tell(ring.error());
      return {};
    }
    for (const auto& key : ring->keys) inventory.keys.push_back(keyring::listed(name, key));
    return {};
  }));
  return inventory;
}

base::Result<keyring::Inventory> read_inventory(const std::string& path) {
  JWTKEEP_TRY(const auto text, read_text_file(path, keyring::kMostInventoryBytes));
  auto inventory = keyring::parse_inventory(text);
  if (inventory) return inventory;
  const auto& error = inventory.error();
  return base::fail(error.reason, path + ": " + error.what, error.hint);
}

}  // namespace jwtkeep::cli
