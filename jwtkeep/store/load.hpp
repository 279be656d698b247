// Reading a keyring and everything that belongs to it, checked against its manifest.
#pragma once

#include <optional>
#include <vector>

#include "jwtkeep/keyring/keyring.hpp"
#include "jwtkeep/store/backend.hpp"
#include "jwtkeep/store/destination.hpp"
#include "jwtkeep/store/manifest.hpp"
#include "jwtkeep/store/seal.hpp"

namespace jwtkeep::store {

struct Loaded {
  keyring::Keyring keyring;
  Manifest manifest;
  std::vector<std::optional<Sealed>> sealed = {};  ///< the keys' materials, in the order of `keyring.keys`
};

/// Nothing when there is no such keyring. Errors: `tampered`.
base::Result<std::optional<Loaded>> find_keyring(Transaction& transaction, const StoreKeys& keys,
                                                 const keyring::Name& name);
/// Says that these keyrings will be loaded next, one after the other.
void expect_keyrings(Transaction& transaction, const std::vector<keyring::Name>& names);

/// Errors: `not_found`, `tampered`.
base::Result<Loaded> load_keyring(Transaction& transaction, const StoreKeys& keys, const keyring::Name& name);
base::Result<std::vector<Destination>> load_destinations(Transaction& transaction, const keyring::Name& name,
                                                         const Manifest& manifest);
base::Result<base::SecretBytes> load_material(Transaction& transaction, const StoreKeys& keys,
                                              const keyring::Name& name, const keyring::Key& key);
/// The material of a key that was read already. Errors: `key_retired` (it was destroyed), `tampered`.
base::Result<base::SecretBytes> open_key(const StoreKeys& keys, const keyring::Name& name, const keyring::Key& key,
                                         const std::optional<Sealed>& sealed);
std::unexpected<base::Error> no_such_keyring(const keyring::Name& name);

/// The end of the range of all keys that begin with `prefix`, which is not empty and does not end in 0xff.
std::string after_prefix(std::string prefix);

}  // namespace jwtkeep::store
