// Inventories: made of a store, read from a file.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "jwtkeep/keyring/inventory.hpp"
#include "jwtkeep/store/store.hpp"

namespace jwtkeep::cli {

/// How many keys have been listed so far.
using ListedSoFar = std::function<void(std::size_t keys)>;

/// One for others, of these keyrings (empty: all), its fingerprints under a key of its own: each secret is unsealed for
/// it. Errors: `not_found`, those of the store.
base::Result<keyring::Inventory> export_inventory(store::Store& store, const std::vector<keyring::Name>& names,
                                                  base::Instant now, const ListedSoFar& listed);

/// One for this process, of all keyrings, with the fingerprints that the store has: no secret is unsealed. Keyrings
/// that were tampered with are left out, each told to `tell`. Errors: those of the store.
base::Result<keyring::Inventory> own_inventory(store::Store& store, base::Instant now,
                                               const std::function<void(const base::Error&)>& tell);

/// Errors: those of the file, and of `parse_inventory` with the file before them.
base::Result<keyring::Inventory> read_inventory(const std::string& path);

}  // namespace jwtkeep::cli
