// Puts a new keyring into the store.
#pragma once

#include <string>

#include "jwtkeep/keyring/material.hpp"
#include "jwtkeep/store/store.hpp"

namespace jwtkeep::rotate {

/// Who makes a keyring, and what the audit trail calls it.
struct Creation {
  std::string actor;
  std::string action = "keyring.create";
};

/// Saves a keyring whose first key is `first`, with its standby key published where the policy wants one.
/// Errors: `already_exists`, and those of the store.
base::Result<keyring::Keyring> create(store::Store& store, const keyring::Name& name, const keyring::Policy& policy,
                                      keyring::KeyWithMaterial first, const Creation& creation, base::Instant now);

}  // namespace jwtkeep::rotate
