#include "jwtkeep/destination/aws/credential_source.hpp"

#include "jwtkeep/destination/aws/credentials_answer.hpp"
#include "jwtkeep/destination/aws/instance_endpoint.hpp"
#include "jwtkeep/destination/aws/profile.hpp"
#include "jwtkeep/destination/exchange.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;
using base::Result;

constexpr std::chrono::minutes kBeforeTheEnd{5};
constexpr std::chrono::minutes kBetweenAskings{1};
constexpr std::size_t kMostAnswerBytes = std::size_t{64} << 10;

Result<std::optional<AwsCredentials>> of_variables(const Surroundings& surroundings) {
  auto id = surroundings.text("AWS_ACCESS_KEY_ID");
  auto secret = surroundings.variable("AWS_SECRET_ACCESS_KEY");
  if (!id && !secret) return std::nullopt;
  if (!id || !secret) {
    return fail(Reason::bad_value,
                id ? "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not"
                   : "AWS_SECRET_ACCESS_KEY is set and AWS_ACCESS_KEY_ID is not",
                "set both, or neither");
  }
  AwsCredentials found{
      .key_id = std::move(*id), .secret = std::move(*secret), .source = "the variables AWS_ACCESS_KEY_ID ..."};
  if (auto token = surroundings.variable("AWS_SESSION_TOKEN")) found.session_token = std::move(*token);
  return std::optional(std::move(found));
}

Result<AwsCredentials> named_profile(const Surroundings& surroundings, const std::string& profile,
                                     const std::string& named_by) {
  JWTKEEP_TRY(auto found, profile_credentials(surroundings, profile));
  if (found) return std::move(*found);
  return fail(Reason::bad_value,
              "no AWS credentials: " + named_by + " names the profile " + profile + ", and neither of " +
                  profile_files(surroundings) + " has credentials under that name",
              "name a profile that has them, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
}

std::unexpected<base::Error> nowhere(const Surroundings& surroundings) {
  return fail(Reason::bad_value,
              "no AWS credentials: looked at the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, at the profile "
              "default of " +
                  profile_files(surroundings) +
                  ", at AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI; the instance's "
                  "endpoint is switched off by AWS_EC2_METADATA_DISABLED",
              "give credentials in one of these places");
}

Result<Exchange> open_exchange() {
  // Never by a proxy, and to no other plain address than those that AWS has given this purpose.
  return Exchange::open({.client = {.allow_private_addresses = true,
                                    .allow_loopback_http = true,
                                    .plain_http_to = credential_addresses()},
                         .attempts = 3});
}

Result<AwsCredentials> ask_container(const ContainerEndpoint& endpoint) {
  JWTKEEP_TRY(auto exchange, open_exchange());
  http::Request request{.url = endpoint.url, .limits = {.body_bytes = kMostAnswerBytes, .redirects = 0}};
  request.fields.push_back({"Accept", base::SecretBytes::copy_of("application/json")});
  if (!endpoint.authorization.empty()) request.fields.push_back({"Authorization", endpoint.authorization.clone()});
  JWTKEEP_TRY(const auto response, exchange.send(request, true));
  return read_credentials_answer(response, endpoint.source);
}

}  // namespace

Result<FoundCredentials> find_credentials(const Surroundings& surroundings, const std::optional<std::string>& profile) {
  if (profile) {
    JWTKEEP_TRY(auto found, named_profile(surroundings, *profile, "the address"));
    return found;
  }
  JWTKEEP_TRY(auto set, of_variables(surroundings));
  if (set) return std::move(*set);
  if (const auto named = surroundings.text("AWS_PROFILE")) {
    JWTKEEP_TRY(auto found, named_profile(surroundings, *named, "AWS_PROFILE"));
    return found;
  }
  if (surroundings.text("AWS_WEB_IDENTITY_TOKEN_FILE")) {
    return fail(Reason::bad_value,
                "AWS_WEB_IDENTITY_TOKEN_FILE is set, and jwtkeep does not exchange such a token for credentials",
                "use EKS Pod Identity, which hands credentials over by AWS_CONTAINER_CREDENTIALS_FULL_URI, or set "
                "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN");
  }
  JWTKEEP_TRY(auto usual, profile_credentials(surroundings, "default"));
  if (usual) return std::move(*usual);
  JWTKEEP_TRY(auto container, container_endpoint(surroundings));
  if (container) return std::move(*container);
  JWTKEEP_TRY(auto instance, instance_endpoint(surroundings));
  if (instance) return InstanceEndpoint{std::move(*instance)};
  return nowhere(surroundings);
}

Result<AwsCredentials> CredentialSource::ask() const {
  JWTKEEP_TRY(auto found, find_credentials(surroundings_, profile_));
  if (auto* ready = std::get_if<AwsCredentials>(&found)) return std::move(*ready);
  if (const auto* container = std::get_if<ContainerEndpoint>(&found)) return ask_container(*container);
  const auto& instance = std::get<InstanceEndpoint>(found);
  JWTKEEP_TRY(auto exchange, open_exchange());
  auto credentials = ask_instance(exchange, instance.url);
  if (credentials) return credentials;
  return fail(credentials.error().reason,
              "no AWS credentials: none in the variables AWS_ACCESS_KEY_ID ..., in the profile default of " +
                  profile_files(surroundings_) + " or by AWS_CONTAINER_CREDENTIALS_..._URI, and " +
                  credentials.error().what,
              credentials.error().hint.empty() ? "elsewhere than on EC2, give credentials in one of these places"
                                               : credentials.error().hint);
}

Result<const AwsCredentials*> CredentialSource::get(base::Instant now) {
  if (held_ && (!held_->expires || now + kBeforeTheEnd < *held_->expires)) return &*held_;
  const bool still_good = held_ && held_->expires && now < *held_->expires;
  if (still_good && now - asked_ < kBetweenAskings) return &*held_;
  asked_ = now;
  auto asked = ask();
  if (asked) {
    held_ = *std::move(asked);
    return &*held_;
  }
  if (still_good) return &*held_;
  return std::unexpected(std::move(asked).error());
}

bool CredentialSource::renew() {
  auto asked = ask();
  if (!asked) return false;
  const bool other = !held_ || asked->key_id != held_->key_id || !(asked->secret == held_->secret) ||
                     !(asked->session_token == held_->session_token);
  held_ = *std::move(asked);
  return other;
}

}  // namespace jwtkeep::destination
