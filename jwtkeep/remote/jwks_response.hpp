// What a server answered when it was asked for a key set.
#pragma once

#include <cstddef>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/http/message.hpp"
#include "jwtkeep/remote/jwks_cache.hpp"

namespace jwtkeep::remote {

/// Reads a 200 with a set, or a 304. The content type has to be JSON (`application/json`, `application/jwk-set+json` or
/// another `application/*+json`) or absent; there may be no content coding.
/// Errors: `io_failed` (another status, another content type), and those of `KeySet::parse`.
base::Result<Fetched> read_jwks_response(const http::Response& response, base::Instant now, std::size_t most_keys);

}  // namespace jwtkeep::remote
