// What a secret's text means: the characters themselves, or an encoding of the key (DESIGN, "Text or bytes").
#pragma once

#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::cli {

/// Whether the text could be hex, base64 or base64url of a key.
bool looks_encoded(const base::SecretBytes& text);

/// The key that the text stands for: its characters for `text` and where no form is given, what they encode for
/// `bytes`. Errors: `bad_value` for another form, and for a text that encodes nothing.
base::Result<base::SecretBytes> key_of_text(base::SecretBytes text, const std::string& form);

}  // namespace jwtkeep::cli
