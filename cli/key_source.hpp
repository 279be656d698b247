// Keys that do not come from the store: JWK, PEM and DER files, a secret, a password.
#pragma once

#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/session.hpp"
#include "jwtkeep/jose/jwk.hpp"

namespace jwtkeep::cli {

/// What a command does with its keys.
enum class KeyUse : std::uint8_t { sign, verify, encrypt, decrypt };

/// The options as given; empty: not given. `-` is standard input.
struct KeySource {
  std::vector<std::string> jwk;
  std::string jwks;
  std::string pem;
  std::string secret;
  std::string secret_env;
  std::string form;  ///< of the secret: `text` or `bytes`
  std::string password;
  std::string password_env;

  [[nodiscard]] bool given() const;
  /// Whether the key itself is read from standard input, so that nothing else can be.
  [[nodiscard]] bool reads_standard_input() const;
};

/// The options that fit the use.
void add_key_options(Arguments& app, KeySource& source, KeyUse use);

enum class SourceKind : std::uint8_t { jwk, jwk_of_set, pem, secret, password };

/// A key as it was read. One without a `kid` or an `alg` of its own has none here either.
struct SourceKey {
  jose::Jwk jwk;
  SourceKind kind = SourceKind::jwk;
  std::string from;  ///< the file or the variable, for messages
};

/// Reads them all. A private key or a secret that others may read is warned of, as is an entry of a set that is left
/// out. Errors: `bad_value` for sources of more than one kind, and for what holds no key; `not_found`, `io_failed`,
/// `permission`.
base::Result<std::vector<SourceKey>> read_keys(const KeySource& source, Session& session);

}  // namespace jwtkeep::cli
