// Where a machine on EC2 gets its credentials: the instance metadata service, version 2.
#pragma once

#include <optional>
#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/destination/aws/credentials.hpp"
#include "jwtkeep/destination/exchange.hpp"
#include "jwtkeep/destination/surroundings.hpp"
#include "jwtkeep/http/url.hpp"

namespace jwtkeep::destination {

/// `http://169.254.169.254/`, by `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE=IPv6` `http://[fd00:ec2::254]/`, or what
/// `AWS_EC2_METADATA_SERVICE_ENDPOINT` names; nothing where `AWS_EC2_METADATA_DISABLED` is `true`. Errors: `bad_value`.
base::Result<std::optional<http::Url>> instance_endpoint(const Surroundings& surroundings);

/// The name of the instance's role out of the answer's first line; nothing for what no role is called (IAM: letters,
/// digits and `_+=,.@-`, at most 64).
std::optional<std::string> read_role_name(std::string_view answer);

/// The instance's credentials: a session token first (IMDSv2), then the role's name, then its credentials. Version 1,
/// which any request that was tricked out of a program can reach, is never spoken. Errors: `io_failed`, `not_found`
/// where the instance has no role.
base::Result<AwsCredentials> ask_instance(Exchange& exchange, const http::Url& endpoint);

}  // namespace jwtkeep::destination
