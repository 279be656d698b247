// What a name says of its value.
#pragma once

#include <cstdint>
#include <string_view>

namespace jwtkeep::scan {

enum class NameHint : std::uint8_t {
  none,
  weak,           ///< a secret or a key of something: one of a JWT only where the file speaks of JWTs
  jwt_secret,     ///< the secret of JWTs: `JWT_SECRET`, `jwt.signing-key`, `accessTokenSecret`
  private_key,    ///< a private key: `JWT_PRIVATE_KEY`; its value is PEM, DER or their base64
  framework_key,  ///< of a framework that signs with it: `SECRET_KEY_BASE`, Django's `SECRET_KEY`, Laravel's `APP_KEY`
};

/// `name` in any style (`jwtSecret`, `JWT_SECRET`, `jwt-secret`), with what it is within before it, joined by `.`, `:`,
/// `/` or `__` (`Jwt:Key`, `spring.security.jwt.secret`). `none` for what only speaks of a secret: `jwtSecretName`,
/// `secretExpiry`, `jwt_public_key`.
NameHint name_hint(std::string_view name) noexcept;

}  // namespace jwtkeep::scan
