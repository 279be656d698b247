// Putting a new keyring into the store: for `new` and `import`.
#pragma once

#include "cli/session.hpp"
#include "jwtkeep/keyring/material.hpp"

namespace jwtkeep::cli {

/// Saves a keyring whose first key is `first`, with its standby key published where the policy wants one. `action` is
/// what the audit trail calls it. Errors: `already_exists`, and those of the store.
base::Result<keyring::Keyring> create_keyring(store::Store& store, const keyring::Name& name,
                                              const keyring::Policy& policy, keyring::KeyWithMaterial first,
                                              const std::string& action);

/// Prints a new keyring.
void tell_created(Session& session, const keyring::Keyring& keyring);

}  // namespace jwtkeep::cli
