// Sealing a key's material (docs/sealed-row.md has the exact bytes).
#pragma once

#include <optional>

#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/keyring/key.hpp"
#include "jwtkeep/keyring/name.hpp"
#include "jwtkeep/store/store_keys.hpp"

namespace jwtkeep::store {

/// Material under its own data key, that one under the store's wrapping key.
struct Sealed {
  base::Bytes data_key;  ///< 72 bytes
  base::Bytes material;  ///< 40 bytes more than the material
};

/// Both seals are bound to the store, the keyring and the key's kid, alg, state and epoch.
Sealed seal_material(const StoreKeys& keys, const keyring::Name& name, const keyring::Key& key,
                     const base::SecretBytes& material);

/// Nothing when a bit of the seals or of what they are bound to differs.
std::optional<base::SecretBytes> open_material(const StoreKeys& keys, const keyring::Name& name,
                                               const keyring::Key& key, const Sealed& sealed);

}  // namespace jwtkeep::store
