// Claims that an encrypted token's header repeats, so that it can be routed unopened (RFC 7519 section 5.3). Internal
// to this room.
#pragma once

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"

namespace jwtkeep::jose {

/// Whoever routes a token by what stands outside must not be told otherwise than who reads it: where `header` has
/// `iss`, `sub` or `aud`, so have `claims`, and the same. Errors: `wrong_issuer`, `malformed`, `wrong_audience`.
base::Result<void> check_replicated_claims(const base::Json& header, const base::Json& claims);

}  // namespace jwtkeep::jose
