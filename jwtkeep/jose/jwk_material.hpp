// The numbers of a key in a JWK (RFC 7518 section 6, RFC 8037 section 2), read and written.
#pragma once

#include <optional>
#include <variant>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/crypto/key_pair.hpp"
#include "jwtkeep/jose/alg.hpp"

namespace jwtkeep::jose {

using JwkMaterial = std::variant<base::SecretBytes, crypto::PrivateKey, crypto::PublicKey>;

/// Nothing for a symmetric key.
std::optional<crypto::KeyKind> kind_of(const JwkMaterial& material) noexcept;

/// The public key, or of a private key its public half. Nothing for a symmetric key.
std::optional<crypto::PublicKey> public_half(const JwkMaterial& material);

/// Whether a member stands there that no public key has.
bool has_private_members(const base::Json& jwk);

/// The key of these members: a private one where private members stand there. Errors: `malformed` for a member that is
/// missing or not strict base64url, `bad_value` for what is not supported or does not belong together.
base::Result<JwkMaterial> read_material(const base::Json& jwk, KeyType type);

/// The public members alone; private ones are not looked at. Errors as above, and `bad_value` for `oct`.
base::Result<crypto::PublicKey> read_public_material(const base::Json& jwk, KeyType type);

/// Appends the public members in the order of the RFC: `n`, `e`, or `crv`, `x` (and `y`).
void write_material(base::Json& jwk, const crypto::PublicKey& key);
/// The private ones behind them, as secret values.
void write_material(base::Json& jwk, const crypto::PrivateKey& key);

}  // namespace jwtkeep::jose
