// The key file: three lines of text that open one store.
#pragma once

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/store/master_key.hpp"

namespace jwtkeep::store {

/// A new key file's text, its key from the CSPRNG.
///
///     # jwtkeep key file: opens one store. Keep it apart from the store and out of git.
///     id: 0f1e2d3c4b5a6978
///     jwtkeep-key-1 <43 characters of base64url: 32 bytes>
///
/// The id is derived from the key one way, so that it may be shown and a mistyped key is noticed.
base::SecretBytes make_key_file();

/// Reads a key file's text; line ends may be CR LF, empty lines and further `#` lines are skipped.
/// Errors: `malformed`, saying what is wrong; `newer_format`. No message quotes the text.
base::Result<Opener> parse_key_file(const base::SecretBytes& text);

}  // namespace jwtkeep::store
