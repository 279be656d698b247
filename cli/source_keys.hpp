// Keys that were read, made ready for use. Each gets its algorithm here, from its own file or from --alg, never from a
// token.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/key_source.hpp"
#include "jwtkeep/jose/jwe_jwk.hpp"

namespace jwtkeep::cli {

// The errors are those of the keys' makers (jwk.hpp and jwe_jwk.hpp of jose), with the file before them and a hint that
// fits the command line.

/// `kid` empty: the JWK's own, else its thumbprint; a secret has none. A secret without `alg` is for HS256.
base::Result<jose::SigningKey> signing_key(SourceKey key, std::optional<jose::Alg> alg, const std::string& kid);

/// Every key that may verify under one of `algs` (empty: its own or usual algorithm), once for each. A key without a
/// `kid` of its own has none here, so that it is compared with no token's. Errors: when no key remains, why the last
/// one did not.
base::Result<std::vector<jose::VerifyKey>> verify_keys(std::vector<SourceKey> keys, const std::vector<jose::Alg>& algs);

/// Each key, and of a set each that encrypts, unless `kid` says which id it has. `enc` is needed for a `dir` key that
/// names none. Errors: also when no key remains.
base::Result<std::vector<jose::EncryptionKey>> encryption_keys(const std::vector<SourceKey>& keys,
                                                               std::optional<jose::JweAlg> alg,
                                                               std::optional<jose::Enc> enc, const std::string& kid);

/// As `verify_keys`. A password opens what any of the PBES2 algorithms has encrypted.
base::Result<std::vector<jose::DecryptionKey>> decryption_keys(std::vector<SourceKey> keys,
                                                               const std::vector<jose::JweAlg>& algs,
                                                               const std::vector<jose::Enc>& encs);

// The key for a token with this `kid` and this `alg`: those with the kid, else those that have none; of several the one
// of that algorithm, which is compared again by whoever uses it. Errors: `key_unknown`.
base::Result<jose::VerifyKey> key_for(const std::vector<jose::VerifyKey>& keys, const std::optional<std::string>& kid,
                                      std::string_view alg);
base::Result<jose::DecryptionKey> key_for(const std::vector<jose::DecryptionKey>& keys,
                                          const std::optional<std::string>& kid, std::string_view alg);

// Adds to `alg_not_allowed` how the token's algorithm is given where one of the keys could have it.
base::Error explain_alg(base::Error error, std::string_view token_alg, const std::vector<jose::VerifyKey>& keys);
base::Error explain_alg(base::Error error, std::string_view token_alg, const std::vector<jose::DecryptionKey>& keys);

}  // namespace jwtkeep::cli
