// A token that is refused is an answer, not a failure.
#pragma once

#include "cli/session.hpp"

namespace jwtkeep::cli {

/// Tells why a token is refused, and gives the exit code for it. An error that is no answer is given back as it is.
base::Result<int> refuse(Session& session, const base::Error& error);

}  // namespace jwtkeep::cli
