// Where a container on ECS or EKS gets its credentials.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/destination/surroundings.hpp"
#include "jwtkeep/http/ip_address.hpp"
#include "jwtkeep/http/url.hpp"

namespace jwtkeep::destination {

struct ContainerEndpoint {
  http::Url url;
  base::SecretBytes authorization = {};  ///< the header's value; empty: none is sent
  std::string source;                    ///< for messages: the variable's name and the URL
};

/// The addresses to which plain HTTP is spoken for credentials, besides loopback: ECS, EKS, and EC2's own.
std::vector<http::IpAddress> credential_addresses();

/// What `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` or, after it, `AWS_CONTAINER_CREDENTIALS_FULL_URI` names, with
/// `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE` or, after it, `AWS_CONTAINER_AUTHORIZATION_TOKEN`; nothing where neither is
/// set. A full URI is `https://`, or `http://` to loopback or the addresses of ECS and EKS: AWS's rule, so that no
/// variable sends the token in the clear to anybody ("Container credential provider" of AWS's guide to SDKs and tools).
/// Errors: `bad_value`, `unsafe_place`; those of reading the file.
base::Result<std::optional<ContainerEndpoint>> container_endpoint(const Surroundings& surroundings);

}  // namespace jwtkeep::destination
