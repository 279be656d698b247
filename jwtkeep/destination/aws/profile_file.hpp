// AWS's shared files: ~/.aws/credentials and ~/.aws/config.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::destination {

enum class ProfileFileKind : std::uint8_t {
  credentials,  ///< a section is a profile: `[orders]`
  config,       ///< `[profile orders]`, and `[default]`; other sections hold other things
};

/// The settings of one profile, by name in lower case. Any of them may be a secret.
using Profile = std::map<std::string, base::SecretBytes>;

/// The profiles of a file, by name ("Format of the config and credentials files" of AWS's guide to SDKs and tools):
/// `name = value` lines under sections, comments with # or ; at the line's start or after white space, indented lines
/// belong to the setting above and are passed over. A profile that stands there twice is one; the later line counts.
/// Errors: `malformed` with the line's number, and nothing of the line.
base::Result<std::map<std::string, Profile>> parse_profile_file(const base::SecretBytes& text, ProfileFileKind kind,
                                                                std::string_view path);

}  // namespace jwtkeep::destination
