// `jwtkeep` without a command: the next sensible step for the store it finds.
#pragma once

#include "cli/session.hpp"

namespace jwtkeep::cli {

/// Looks at the store, never asks for a passphrase, changes nothing. Errors: the world failed, so that nothing can be
/// said of the store (a database that does not answer, a damaged file).
base::Result<int> show_next_step(Session& session);

}  // namespace jwtkeep::cli
