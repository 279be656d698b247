// Keys that encrypt and decrypt, from JWKs and into them (RFC 7517).
#pragma once

#include <optional>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/jose/jwe_key.hpp"
#include "jwtkeep/jose/jwk.hpp"

namespace jwtkeep::jose {

/// The key of a JWK that senders use; of a private one, its public half. `alg` is needed where the JWK names none and
/// its key has no usual one (`oct`; RSA has RSA-OAEP-256, EC and OKP have ECDH-ES); where both are given they must be
/// the same. A JWK whose `alg` is a content encryption (`A256GCM`) is a `dir` key for that one; another `dir` key needs
/// its one `enc` in `encs`. The `kid` is as for `verify_key`. Errors: `key_mismatch`, also for a key whose `use` or
/// `key_ops` has no encryption; `alg_not_allowed`.
base::Result<EncryptionKey> encryption_key(const Jwk& jwk, std::optional<JweAlg> alg = {}, AllowedEncs encs = {});

/// What the recipient uses. Errors also: `key_mismatch` for a public key.
base::Result<DecryptionKey> decryption_key(const Jwk& jwk, std::optional<JweAlg> alg = {}, AllowedEncs encs = {});

/// The public members only. Errors: `bad_value` for a symmetric key, which has none.
base::Result<base::Json> public_jwk(const EncryptionKey& key);
/// With the private members as secret values: only `write_with_secrets` shows them. Symmetric keys too.
base::Json private_jwk(const DecryptionKey& key);

}  // namespace jwtkeep::jose
