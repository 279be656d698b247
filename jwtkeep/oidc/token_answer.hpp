// What a provider's token endpoint answers (OpenID Connect Core 1.0 section 3.1.3.3, RFC 6749 section 5).
#pragma once

#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/http/message.hpp"

namespace jwtkeep::oidc {

struct TokenAnswer {
  base::SecretBytes id_token;
  base::SecretBytes access_token;  ///< of the type Bearer; empty where there is none
};

/// Errors: `permission` (the provider refuses, with its own word), `io_failed` (another status), `malformed`.
base::Result<TokenAnswer> read_token_answer(const http::Response& response);

}  // namespace jwtkeep::oidc
