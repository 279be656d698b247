// Reading the trail, a page at a time or whole.
#pragma once

#include <vector>

#include "jwtkeep/store/backend.hpp"
#include "jwtkeep/store/store_keys.hpp"
#include "jwtkeep/store/trail.hpp"

namespace jwtkeep::store {

/// Entries after `after`, each checked against the one before it.
base::Result<std::vector<TrailEntry>> read_trail(Transaction& transaction, const StoreKeys& keys, std::uint64_t after,
                                                 std::size_t limit);
/// The same, of those entries that are about `name`.
base::Result<std::vector<TrailEntry>> read_mentions(Transaction& transaction, const StoreKeys& keys,
                                                    const keyring::Name& name, std::uint64_t after, std::size_t limit);
/// Every entry, the head, and every keyring's place in the chain.
base::Result<TrailHead> check_trail(Transaction& transaction, const StoreKeys& keys,
                                    const std::optional<TrailHead>& noted);

}  // namespace jwtkeep::store
