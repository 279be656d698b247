// Every key of a store, derived from its master key.
#pragma once

#include <string>

#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::store {

/// One key for each use, so that no use can be turned against another.
struct StoreKeys {
  std::string id;                 ///< the store's id, 32 hex digits; bound into every seal and MAC
  base::SecretBytes wrapping;     ///< seals data keys
  base::SecretBytes manifest;     ///< authenticates keyrings and the store's own row
  base::SecretBytes trail;        ///< chains the audit trail
  base::SecretBytes fingerprint;  ///< fingerprints secrets
  base::SecretBytes backup;       ///< authenticates backups
  base::SecretBytes session;      ///< seals what the server gives browsers to keep
};

StoreKeys derive_keys(std::string store_id, const base::SecretBytes& master);

}  // namespace jwtkeep::store
