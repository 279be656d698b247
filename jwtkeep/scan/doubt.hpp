// Why a literal is no secret.
#pragma once

#include <cstdint>
#include <string_view>

#include "jwtkeep/scan/candidate.hpp"
#include "jwtkeep/scan/source_text.hpp"

namespace jwtkeep::scan {

enum class Doubt : std::uint8_t {
  none,
  blank,        ///< nothing, or white space
  reference,    ///< `${JWT_SECRET}`, `{{ .Values.secret }}`, `process.env.X`, `$(VAR)`, `%env(X)%`
  vault_path,   ///< `vault:secret/data/x`, `arn:aws:secretsmanager:...`, `op://...`, `ref+...`
  sealed,       ///< `ENC[...]`, `ENC(...)`, `$ANSIBLE_VAULT`, `{cipher}...`
  path,         ///< `/run/secrets/jwt`, `./keys/private.pem`, `C:\keys`
  url,          ///< `https://...` without a password within it
  placeholder,  ///< `<your secret>`, `changeme-in-production` stands apart: that is a known secret
  own_name,     ///< `JWT_SECRET: "JWT_SECRET"`, an enumeration's value equal to its name
  type_name,    ///< `string`, `SecretStr`, `String`, `required`, `Joi.string()`
  alg_name,     ///< `HS256`, `RS512`, `A256GCM`
  prose,        ///< a sentence: a translation, a message, a description
  public_key,   ///< a public key or a certificate
  hash,         ///< a digest, by the word beside it: `sha256:`, `integrity`, `bcrypt`
  number,       ///< `3600`, `true`, `null`
  identifier    ///< a field's, a header's or a variable's name: `Authorization`, `access_token`
};

/// By the literal, its name, and what it stands in. `published`: it stands in the list of published secrets, which
/// makes a secret of many a word (`secret`, `changeme`) where a library takes it or its name says that it is one.
Doubt doubt_of(const Candidate& candidate, const SourceText& source, bool published) noexcept;

/// Whether it looks drawn at random or mixed on purpose: letters and digits or signs as no name or word has them.
bool looks_random(std::string_view text) noexcept;

/// One word each, with `-`: `vault-path`.
std::string_view word(Doubt doubt) noexcept;

}  // namespace jwtkeep::scan
