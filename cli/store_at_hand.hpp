// The store, for commands that are better with one and need none.
#pragma once

#include <optional>

#include "cli/session.hpp"

namespace jwtkeep::cli {

/// Nothing where there is no store, or nothing at hand that opens it: nobody is asked for a passphrase, and no store is
/// made. Errors: those of a store that is there.
base::Result<std::optional<store::Store>> store_at_hand(const Session& session);

}  // namespace jwtkeep::cli
