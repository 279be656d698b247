// What a keyring encrypts content with.
#pragma once

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/jose/jwe_key.hpp"
#include "jwtkeep/keyring/key.hpp"

namespace jwtkeep::keyring {

/// A keyring's keys sign, and a key that signs must not encrypt too. So content is encrypted with another one that
/// belongs to it: an A256KW key (RFC 7518 section 4.4) of the same kid, derived from its material by the Concat KDF
/// (NIST SP 800-56A section 5.8.1; AlgorithmID `A256KW`, PartyUInfo `jwtkeep`, PartyVInfo `content`). Whoever has the
/// material can make it, nobody can get back from it, and it ends with the key. A key that wraps keys is never used
/// up by nonces: each content has a key of its own. Errors: those of `DecryptionKey::make`.
base::Result<jose::DecryptionKey> content_key(const Key& key, const base::SecretBytes& material);

}  // namespace jwtkeep::keyring
