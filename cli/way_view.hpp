// Ways into a store: as people read them, and taken away with a record of it.
#pragma once

#include <string>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/store/store.hpp"

namespace jwtkeep::cli {

/// `a key file, id 0f1e2d3c4b5a6978`, `a passphrase`, or a remote key's address.
std::string describe(const store::WayIn& way);
/// `slot`, `kind` and `id`; the id of a passphrase is null.
base::Json way_json(const store::WayIn& way);

/// Takes a way in away while the one that opened the store stays. Errors: those of `Store::change`.
base::Result<void> remove_way(store::Store& store, const store::WayIn& way);
/// The same while `kept` stays, which has just opened the store.
base::Result<void> remove_way(store::Store& store, const store::WayIn& way, const std::string& kept);

}  // namespace jwtkeep::cli
