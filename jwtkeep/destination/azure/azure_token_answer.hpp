// What those answer who give tokens: Microsoft Entra, App Service and the instance metadata service.
#pragma once

#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/http/message.hpp"

namespace jwtkeep::destination {

struct AzureToken {
  base::SecretBytes value;
  base::Instant ends{};
};

/// `{"access_token": ..., "expires_in": 3599}`; managed identities write numbers as text and may tell `expires_on`, in
/// seconds since 1970, alone. `source` is who was asked and for whom, for messages. Errors: `permission` (refused, with
/// Entra's own code such as AADSTS7000215 and what it means), `io_failed`. Of the description, which may repeat what
/// was sent, no message holds anything.
base::Result<AzureToken> read_azure_token(const http::Response& response, const std::string& source, base::Instant now);

}  // namespace jwtkeep::destination
