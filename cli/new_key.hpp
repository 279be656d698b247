// New secrets and keys for `generate`.
#pragma once

#include <string>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::cli {

/// What is wanted, as texts; empty or 0: the default.
struct NewKeyOptions {
  std::string alg = "HS256";
  std::string enc;  ///< of a `dir` key
  std::string crv;
  int bits = 0;
  std::string format;
};

/// One secret or key: its text for stdout, its JSON, and the text of its public half, where it has one.
struct NewKey {
  base::SecretBytes text;
  std::string public_text;
  base::Json json;
  bool is_line = true;  ///< whether a line break follows the text
};

/// For signatures or for encryption, as the algorithm's name says. Errors: `bad_value`.
base::Result<NewKey> make_new_key(const NewKeyOptions& options);

// One file each.
base::Result<NewKey> make_signing_key(const NewKeyOptions& options);
base::Result<NewKey> make_encryption_key(const NewKeyOptions& options);

/// The text of a symmetric secret in a format other than `jwk`. Errors: `bad_value`.
base::Result<base::SecretBytes> secret_in_format(const base::SecretBytes& secret, const std::string& format);

}  // namespace jwtkeep::cli
