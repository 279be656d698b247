// Stores in memory with keyrings in them, made at a time that the test says.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "jwtkeep/keyring/life.hpp"
#include "jwtkeep/keyring/material.hpp"
#include "jwtkeep/store/memory/memory_backend.hpp"
#include "jwtkeep/store/store.hpp"

namespace jwtkeep::rotate {

inline keyring::Name name(std::string_view text) { return *keyring::Name::parse(text); }

/// Empty, under a passphrase that costs nothing.
inline base::Result<std::unique_ptr<store::Store>> memory_store(
    base::Instant now, std::unique_ptr<store::Backend> backend = std::make_unique<store::MemoryBackend>()) {
  const store::PassphraseCost cheap{.operations = 1, .memory_bytes = 8192};
  JWTKEEP_TRY(auto made,
              store::Store::create(std::move(backend),
                                   store::Opener::passphrase(base::SecretBytes::copy_of("correct horse"), cheap), now));
  return std::make_unique<store::Store>(std::move(made));
}

/// A keyring that begins with this key, which `action` made.
inline base::Result<keyring::Keyring> add_keyring(store::Store& store, const keyring::Name& name,
                                                  const keyring::Policy& policy, keyring::KeyWithMaterial first,
                                                  base::Instant now, const std::string& action) {
  auto ring = keyring::begin(name, policy, first.key, now);
  first.key = ring.keys.front();
  JWTKEEP_CHECK(store.change([&](store::Change& change) -> base::Result<void> {
    JWTKEEP_CHECK(change.record({.at = now, .actor = "test", .action = action, .keyring = name, .detail = {}}));
    std::vector<keyring::KeyWithMaterial> fresh;
    fresh.push_back(std::move(first));
    return change.save(ring, std::move(fresh));
  }));
  return ring;
}
/// One that begins with a key of its own, as `keyring create` makes it.
inline base::Result<keyring::Keyring> add_keyring(store::Store& store, const keyring::Name& name,
                                                  const keyring::Policy& policy, base::Instant now) {
  JWTKEEP_TRY(auto first, keyring::make_key(policy, store.fingerprint_key()));
  return add_keyring(store, name, policy, std::move(first), now, "keyring.create");
}

}  // namespace jwtkeep::rotate
