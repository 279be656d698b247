// Where a service of AWS is asked.
#pragma once

#include <optional>
#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/destination/aws/service.hpp"
#include "jwtkeep/destination/surroundings.hpp"
#include "jwtkeep/http/url.hpp"

namespace jwtkeep::destination {

/// The address's option `endpoint`; then, unless `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` is `true`, the variables
/// `AWS_ENDPOINT_URL_SECRETS_MANAGER` (for KMS `AWS_ENDPOINT_URL_KMS`) and `AWS_ENDPOINT_URL`; then the region's own,
/// in China under `.com.cn`. Plain HTTP goes to this machine alone. Errors: `bad_value`, `unsafe_place`.
base::Result<http::Url> service_url(const AwsService& service, const std::string& region,
                                    const std::optional<std::string>& option, const Surroundings& surroundings);

}  // namespace jwtkeep::destination
