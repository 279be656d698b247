// Remarks on claims that anybody may have written.
#pragma once

#include "cli/remark.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/time.hpp"

namespace jwtkeep::cli {

/// Times, audience, issuer, and what no token should say.
void remark_on_claims(const base::Json& claims, base::Instant now, Remarks& remarks);

}  // namespace jwtkeep::cli
