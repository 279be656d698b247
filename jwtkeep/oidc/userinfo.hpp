// What a provider says of a person beside the ID token.
#pragma once

#include "jwtkeep/base/json.hpp"

namespace jwtkeep::oidc {

/// Adds to the claims of an ID token what only the userinfo endpoint tells (OpenID Connect Core section 5.3): what the
/// ID token has counts. `email` and `email_verified` are one: the address of one answer is never taken as checked
/// because the other one says so of its own. `userinfo`: an object.
void join_userinfo(base::Json& claims, const base::Json& userinfo);

}  // namespace jwtkeep::oidc
