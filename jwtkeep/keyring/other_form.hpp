// The commonest trouble: one side uses a secret's characters as the key, the other decodes them first.
#pragma once

#include <string_view>
#include <vector>

#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::keyring {

/// A way in which another library may have read the same secret.
struct OtherForm {
  std::string_view description;  ///< completes "the token was signed with ..."
  base::SecretBytes key;
};

/// The HMAC keys that come of reading `key`'s text otherwise: decoding what looks encoded, or taking the characters of
/// its usual encodings (DESIGN, "Text or bytes").
std::vector<OtherForm> other_forms(const base::SecretBytes& key);

}  // namespace jwtkeep::keyring
