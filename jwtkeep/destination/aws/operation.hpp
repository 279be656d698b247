// Requests to a service of AWS.
#pragma once

#include <string>
#include <string_view>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/destination/aws/credentials.hpp"
#include "jwtkeep/destination/aws/service.hpp"
#include "jwtkeep/http/message.hpp"

namespace jwtkeep::destination {

/// One call of the service's JSON protocol 1.1: `operation` is its name, e.g. `GetSecretValue`, `parameters` an object
/// whose secret members are sent in the clear (within TLS). Pure.
http::Request service_request(const AwsService& service, const http::Url& url, const std::string& region,
                              std::string_view operation, const base::Json& parameters,
                              const AwsCredentials& credentials);

}  // namespace jwtkeep::destination
