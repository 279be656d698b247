// Which keyrings a command is about: the one that was named, or all.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "jwtkeep/store/store.hpp"

namespace jwtkeep::cli {

/// Calls `each` with every keyring's name, in order. Errors: those of the store, and the first that `each` gives.
base::Result<void> for_each_keyring(store::Store& store,
                                    const std::function<base::Result<void>(const keyring::Name&)>& each);

/// The keyring called `text`, or, where it is empty, every keyring with at least one place that is pushed to, in the
/// order of their names. Errors: `bad_value`, `not_found`, those of the store.
base::Result<std::vector<keyring::Name>> synced_keyrings(store::Store& store, const std::string& text);

}  // namespace jwtkeep::cli
