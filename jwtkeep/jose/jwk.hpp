// JSON Web Keys and key sets (RFC 7517, RFC 7518 section 6, RFC 8037 section 2).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/crypto/key_pair.hpp"
#include "jwtkeep/jose/alg.hpp"
#include "jwtkeep/jose/jwe_alg.hpp"
#include "jwtkeep/jose/jwk_material.hpp"
#include "jwtkeep/jose/key.hpp"

namespace jwtkeep::jose {

/// What a JWK's `use` and `key_ops` leave it to do (RFC 7517 sections 4.2 and 4.3); everything where neither is given.
struct JwkUses {
  bool sign = true;
  bool verify = true;
  bool encrypt = true;  ///< content or another key, or to agree on a key with the recipient
  bool decrypt = true;
};

/// A JWK that was read and checked: its numbers belong together, and `use`, `key_ops` and `alg` fit each other and
/// them.
struct Jwk {
  std::optional<std::string> kid;
  std::optional<Alg> alg;          ///< where the member `alg` names a signature algorithm
  std::optional<JweAlg> jwe_alg;   ///< where it names one of encryption
  std::optional<Enc> enc;          ///< where it names what content is encrypted with: a key for `dir`
  std::optional<std::string> use;  ///< `sig` or `enc` where it is given
  JwkMaterial material;            ///< `oct`: the true bytes of `k`
  JwkUses may;

  [[nodiscard]] bool is_public() const noexcept { return std::holds_alternative<crypto::PublicKey>(material); }
};

/// One entry of a set that was left out, as RFC 7517 section 5 asks for what is not understood.
struct SkippedJwk {
  std::size_t index;  ///< from 0
  std::string kid;    ///< or empty
  std::string why;
};

struct JwkSet {
  std::vector<Jwk> keys;
  std::vector<SkippedJwk> skipped;
};

/// Reads one JWK. Errors: `malformed`, `duplicate_member`, `too_large`; `key_mismatch` when `alg` does not fit the key,
/// or `use` and `key_ops` leave nothing that it may do; `bad_value` for what is not supported and for numbers that do
/// not belong together; `alg_not_allowed` for `RSA1_5` (see `refusal_by_name`).
base::Result<Jwk> parse_jwk(const base::SecretBytes& text);
/// The same for public keys: one with private members is refused, because it should never have been in such a text.
base::Result<Jwk> parse_jwk(std::string_view text);

/// Reads `{"keys": [...]}`. A single bad entry does not spoil the set: it is skipped and reported, and so are RSA keys
/// that share a prime factor with another of the set, for anybody can work out both private keys (shared_factor.hpp).
/// Errors: those of the set's own JSON.
base::Result<JwkSet> parse_jwks(const base::SecretBytes& text);
base::Result<JwkSet> parse_jwks(std::string_view text);

/// The key of a JWK. `alg` is needed where the JWK names none and its type has several (oct); where both are given they
/// must be the same. A missing `kid` becomes the RFC 7638 thumbprint, except for `oct`, whose thumbprint would let
/// strangers test guesses (RFC 7638 section 7): there it stays empty. Errors: `key_mismatch`, also for a key whose
/// `use` or `key_ops` has no signatures; `alg_not_allowed`, also for one whose `alg` is for encryption (see
/// jwe_jwk.hpp).
base::Result<VerifyKey> verify_key(const Jwk& jwk, std::optional<Alg> alg = {});
/// Errors also: `key_mismatch` for a public key and for one whose `key_ops` has no `sign`.
base::Result<SigningKey> signing_key(const Jwk& jwk, std::optional<Alg> alg = {});

// Members are written in a fixed order: kty, use, alg, kid, then the material's in the order of the RFC.

/// The public members only. Errors: `bad_value` for a symmetric key, which has none.
base::Result<base::Json> public_jwk(const VerifyKey& key);
/// With the private members as secret values: only `write_with_secrets` shows them. Symmetric keys too.
base::Json private_jwk(const SigningKey& key);
/// A symmetric key's `k` as a secret value. Errors: `bad_value` for an asymmetric key.
base::Result<base::Json> secret_jwk(const VerifyKey& key);

/// A set that can hold public keys alone: what may be published.
class PublicJwks {
 public:
  /// Errors: `bad_value` for a symmetric key.
  base::Result<void> add(const VerifyKey& key);
  void add(std::string kid, Alg alg, const crypto::PublicKey& key);

  [[nodiscard]] std::size_t size() const noexcept { return keys_.size(); }
  /// `{"keys":[...]}` in the order of `add`.
  [[nodiscard]] base::Json to_json() const;

 private:
  struct Entry {
    std::string kid;
    Alg alg;
    crypto::PublicKey key;
  };
  std::vector<Entry> keys_;
};

}  // namespace jwtkeep::jose
