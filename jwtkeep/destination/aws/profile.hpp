// The credentials of one profile.
#pragma once

#include <optional>
#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/destination/aws/credentials.hpp"
#include "jwtkeep/destination/surroundings.hpp"

namespace jwtkeep::destination {

/// Reads the profile in the file of credentials (`AWS_SHARED_CREDENTIALS_FILE`, `~/.aws/credentials`) and, for what it
/// has not, in the file of settings (`AWS_CONFIG_FILE`, `~/.aws/config`). Nothing where no file has such a profile, or
/// it has no credentials.
///
/// A profile that takes on a role, signs in (SSO) or runs a program for its credentials is refused: jwtkeep does none
/// of this; the hint says how the AWS CLI hands such credentials over. Errors: `bad_value` (that, or half of a key
/// pair), `malformed`, `permission`, `io_failed`, `too_large`.
base::Result<std::optional<AwsCredentials>> profile_credentials(const Surroundings& surroundings,
                                                                const std::string& profile);

/// Both files, for messages.
std::string profile_files(const Surroundings& surroundings);

}  // namespace jwtkeep::destination
