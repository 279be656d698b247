// Finds credentials where AWS's own tools look for them, and in their order.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/destination/aws/container_endpoint.hpp"
#include "jwtkeep/destination/aws/credentials.hpp"
#include "jwtkeep/destination/surroundings.hpp"

namespace jwtkeep::destination {

struct InstanceEndpoint {
  http::Url url;
};

/// Credentials, or who has to be asked for them.
using FoundCredentials = std::variant<AwsCredentials, ContainerEndpoint, InstanceEndpoint>;

/// Looks, without asking anybody, at
/// 1. the variables `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`;
/// 2. the profile that `AWS_PROFILE` names, or `default`, in the shared files (see profile.hpp);
/// 3. the container's endpoint (see container_endpoint.hpp);
/// 4. the instance's endpoint (see instance_endpoint.hpp).
/// With a `profile` that an address names, at that profile alone. A profile that is named and that no file has is an
/// error, not a reason to go on, and so is half of a key pair.
/// Errors: `bad_value` with all places that were looked at, and those of each.
base::Result<FoundCredentials> find_credentials(const Surroundings& surroundings,
                                                const std::optional<std::string>& profile);

/// The credentials of one server, asked for when they are needed and again before they end. One thread at a time.
class CredentialSource {
 public:
  CredentialSource(Surroundings surroundings, std::optional<std::string> profile)
      : surroundings_(std::move(surroundings)), profile_(std::move(profile)) {}

  /// What is good at `now`: at least five minutes before its end it is asked for anew; while that fails, what there is
  /// goes on as long as it lasts, and nobody is asked more often than once a minute. Errors: those of
  /// `find_credentials`, and of asking.
  base::Result<const AwsCredentials*> get(base::Instant now);

  /// They were refused as expired or unknown: whether there are others by now.
  bool renew();

  /// The last that `get` gave; nullptr before that.
  [[nodiscard]] const AwsCredentials* held() const { return held_ ? &*held_ : nullptr; }

 private:
  base::Result<AwsCredentials> ask() const;

  Surroundings surroundings_;
  std::optional<std::string> profile_;
  std::optional<AwsCredentials> held_;
  base::Instant asked_{};
};

}  // namespace jwtkeep::destination
