// Taking secrets out of the store for a process or a place.
#pragma once

#include "jwtkeep/destination/environment.hpp"
#include "jwtkeep/store/store.hpp"

namespace jwtkeep::rotate {

/// A keyring with the material that `role` needs: every verifying key's for symmetric keyrings, the active key's for a
/// signer of an asymmetric one, none for its verifiers.
base::Result<destination::Held> hold(store::Store& store, const keyring::Name& name, destination::Role role);

}  // namespace jwtkeep::rotate
