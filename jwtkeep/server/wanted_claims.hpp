// The claims that a body asks for.
#pragma once

#include <array>
#include <string_view>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/keyring/policy.hpp"

namespace jwtkeep::server {

/// The members of a body that say what a token holds.
inline constexpr std::array<std::string_view, 7> kClaimMembers{"claims", "ttl",        "sub", "iss",
                                                               "aud",    "not_before", "jti"};

/// The claims of such a body, as the keyring's policy completes and bounds them. Errors: those of
/// `keyring::complete_claims`.
base::Result<base::Json> wanted_claims(const base::Json& body, const keyring::Policy& policy, base::Instant now);

}  // namespace jwtkeep::server
