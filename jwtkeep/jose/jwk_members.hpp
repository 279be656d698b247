// Single members of a JWK, read strictly.
#pragma once

#include <optional>
#include <string_view>

#include "jwtkeep/base/json.hpp"

namespace jwtkeep::jose {

/// The members that hold a secret in any key type (RFC 7518 section 6; `oth` is refused elsewhere).
inline constexpr std::string_view kSecretMembers[] = {"k", "d", "p", "q", "dp", "dq", "qi", "oth"};

/// A public member's base64url. Errors: `malformed` when it is missing or not strict.
base::Result<base::Bytes> public_member(const base::Json& jwk, std::string_view name);

/// A secret member's base64url. Errors as above.
base::Result<base::SecretBytes> secret_member(const base::Json& jwk, std::string_view name);

/// The same, empty when the member is not there.
base::Result<base::SecretBytes> optional_secret_member(const base::Json& jwk, std::string_view name);

/// A string member. Errors: `malformed` when it is no string.
base::Result<std::optional<std::string>> text_member(const base::Json& jwk, std::string_view name);

}  // namespace jwtkeep::jose
