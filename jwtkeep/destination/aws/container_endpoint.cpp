#include "jwtkeep/destination/aws/container_endpoint.hpp"

#include <algorithm>

#include "jwtkeep/http/this_machine.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;
using base::Result;

constexpr const char* kRelative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
constexpr const char* kFull = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
constexpr const char* kEcs = "169.254.170.2";

/// A name may lead anywhere by the time it is asked.
bool may_be_plain(const http::Url& url) {
  return http::is_this_machine(url) || url.host() == kEcs || url.host() == "169.254.170.23" ||
         url.host() == "fd00:ec2::23";
}

Result<std::optional<http::Url>> endpoint_url(const Surroundings& surroundings, std::string& source) {
  if (const auto relative = surroundings.text(kRelative)) {
    source = kRelative;
    if (!relative->starts_with('/'))
      return fail(Reason::bad_value, std::string(kRelative) + " does not begin with /",
                  "ECS sets it: leave it as it is, or unset it");
    JWTKEEP_TRY(auto url, http::Url::parse("http://" + std::string(kEcs) + *relative));
    return std::optional(std::move(url));
  }
  const auto full = surroundings.text(kFull);
  if (!full) return std::nullopt;
  source = kFull;
  auto url = http::Url::parse(*full);
  if (!url) return fail(Reason::bad_value, std::string(kFull) + ": " + url.error().what, url.error().hint);
  if (!url->is_https() && !may_be_plain(*url)) {
    return fail(
        Reason::unsafe_place,
        std::string(kFull) + " is http:// to " + url->host() + ", and credentials would cross a network in the clear",
        "write https://, or an address of loopback, ECS (169.254.170.2) or EKS (169.254.170.23, [fd00:ec2::23])");
  }
  return std::optional(*std::move(url));
}

Result<base::SecretBytes> authorization(const Surroundings& surroundings) {
  if (const auto path = surroundings.text("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")) {
    auto token = surroundings.file(*path);
    if (!token) {
      return fail(token.error().reason, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: " + token.error().what,
                  token.error().hint);
    }
    return token;
  }
  auto token = surroundings.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN");
  return token ? std::move(*token) : base::SecretBytes();
}

}  // namespace

std::vector<http::IpAddress> credential_addresses() {
  std::vector<http::IpAddress> addresses;
  for (const char* each : {kEcs, "169.254.170.23", "fd00:ec2::23", "169.254.169.254", "fd00:ec2::254"}) {
    if (const auto address = http::parse_ip_address(each)) addresses.push_back(*address);
  }
  return addresses;
}

Result<std::optional<ContainerEndpoint>> container_endpoint(const Surroundings& surroundings) {
  std::string source;
  JWTKEEP_TRY(auto url, endpoint_url(surroundings, source));
  if (!url) return std::nullopt;
  JWTKEEP_TRY(auto token, authorization(surroundings));
  source = "the container's endpoint " + url->shown() + " (" + source + ")";
  return ContainerEndpoint{.url = std::move(*url), .authorization = std::move(token), .source = std::move(source)};
}

}  // namespace jwtkeep::destination
