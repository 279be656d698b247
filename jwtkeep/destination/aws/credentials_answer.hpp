// What container and instance endpoints answer.
#pragma once

#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/destination/aws/credentials.hpp"
#include "jwtkeep/http/message.hpp"

namespace jwtkeep::destination {

/// `{"AccessKeyId": ..., "SecretAccessKey": ..., "Token": ..., "Expiration": "2026-01-31T09:30:00Z"}`, with `"Code":
/// "Success"` from an instance. `source` is the endpoint, for messages. Errors: `io_failed` (another status, or what is
/// none of this); no message holds any of the answer but an error's code.
base::Result<AwsCredentials> read_credentials_answer(const http::Response& response, const std::string& source);

}  // namespace jwtkeep::destination
