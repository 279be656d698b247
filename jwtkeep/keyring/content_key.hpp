// What a keyring encrypts content with.
#pragma once

#include <string_view>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/jose/jwe.hpp"
#include "jwtkeep/keyring/key.hpp"

namespace jwtkeep::keyring {

inline constexpr jose::Enc kContentEnc = jose::Enc::A256GCM;  ///< what the content itself is encrypted with
/// `typ` of a token whose content is no claims but whatever was given. It is authentic: only who has the keyring's
/// material can have written it.
inline constexpr std::string_view kBytesType = "bytes";

/// A keyring's keys sign, and a key that signs must not encrypt too. So content is encrypted with another one that
/// belongs to it: an A256KW key (RFC 7518 section 4.4) of the same kid, derived from its material by the Concat KDF
/// (NIST SP 800-56A section 5.8.1; AlgorithmID `A256KW`, PartyUInfo `jwtkeep`, PartyVInfo `content`). Whoever has the
/// material can make it, nobody can get back from it, and it ends with the key. A key that wraps keys is never used
/// up by nonces: each content has a key of its own. Errors: those of `DecryptionKey::make`.
base::Result<jose::DecryptionKey> content_key(const Key& key, const base::SecretBytes& material);

/// What is taken of tokens that are opened by content keys, up to a size in bytes.
jose::DecryptPolicy content_policy(std::size_t most_bytes);
/// Whether the token says that its content is no claims.
bool holds_bytes(const jose::DecryptedToken& opened);

}  // namespace jwtkeep::keyring
