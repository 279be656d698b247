// The keyring that a command names.
#pragma once

#include <string>

#include "jwtkeep/store/store.hpp"

namespace jwtkeep::cli {

/// Errors: those of `Store::keyring`, of `not_found` with the names that may have been meant.
base::Result<keyring::Keyring> keyring_called(store::Store& store, const keyring::Name& name);

/// `error` with those names, where it is one of a keyring that is not there.
base::Error with_near_keyrings(store::Store& store, const std::string& typed, base::Error error);

}  // namespace jwtkeep::cli
