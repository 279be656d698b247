// Keys that encrypt and decrypt. A key owns its algorithm: what a token's header says is compared with it, never
// obeyed.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/crypto/key_pair.hpp"
#include "jwtkeep/jose/jwe_alg.hpp"
#include "jwtkeep/jose/key.hpp"

namespace jwtkeep::jose {

/// The content encryptions that a key may be used with; empty: any. For `dir` it must be exactly one, because the key
/// is that cipher's own and the same bytes must not serve two.
using AllowedEncs = std::vector<Enc>;

/// Encrypts with one algorithm to one recipient. For a symmetric algorithm it could decrypt too: `is_public()` tells.
class EncryptionKey {
 public:
  /// A symmetric key of the true bytes, or a password for PBES2. `kid` may be empty: then it is not written into
  /// tokens. Errors: `key_mismatch` when `alg` is not symmetric or the secret has another length than the algorithm's
  /// (a password: when it is empty); `bad_value` when `dir` is not given its one `enc`.
  static base::Result<EncryptionKey> make(std::string kid, JweAlg alg, base::SecretBytes secret, AllowedEncs encs = {});
  /// Errors: `key_mismatch` when the key is of another kind than `alg` needs: RSA (of 2048 bits and more) for RSA-OAEP,
  /// EC, X25519 or X448 for ECDH-ES.
  static base::Result<EncryptionKey> make(std::string kid, JweAlg alg, crypto::PublicKey key, AllowedEncs encs = {});

  [[nodiscard]] const std::string& kid() const noexcept { return kid_; }
  [[nodiscard]] JweAlg alg() const noexcept { return alg_; }
  [[nodiscard]] bool allows(Enc enc) const noexcept;
  [[nodiscard]] const AllowedEncs& encs() const noexcept { return encs_; }
  [[nodiscard]] bool is_public() const noexcept { return public_key() != nullptr; }
  [[nodiscard]] const crypto::PublicKey* public_key() const noexcept;  ///< nullptr for symmetric keys
  [[nodiscard]] const base::SecretBytes* secret() const noexcept;      ///< nullptr for asymmetric keys

 private:
  friend class DecryptionKey;
  using Material = std::variant<SharedSecret, crypto::PublicKey>;
  EncryptionKey(std::string kid, JweAlg alg, AllowedEncs encs, Material material);

  std::string kid_;
  JweAlg alg_;
  AllowedEncs encs_;
  Material material_;
};

/// Decrypts what was encrypted with one algorithm to this recipient.
class DecryptionKey {
 public:
  /// `kid` may be empty: then it is not compared with a token's. Errors as for `EncryptionKey::make`.
  static base::Result<DecryptionKey> make(std::string kid, JweAlg alg, base::SecretBytes secret, AllowedEncs encs = {});
  static base::Result<DecryptionKey> make(std::string kid, JweAlg alg, crypto::PrivateKey key, AllowedEncs encs = {});

  [[nodiscard]] const std::string& kid() const noexcept { return kid_; }
  [[nodiscard]] JweAlg alg() const noexcept { return alg_; }
  [[nodiscard]] bool allows(Enc enc) const noexcept;
  [[nodiscard]] const AllowedEncs& encs() const noexcept { return encs_; }
  [[nodiscard]] const crypto::PrivateKey* private_key() const noexcept;  ///< nullptr for symmetric keys
  [[nodiscard]] const base::SecretBytes* secret() const noexcept;        ///< nullptr for asymmetric keys
  /// The other half: what senders use.
  [[nodiscard]] EncryptionKey encryption_key() const;

 private:
  using Material = std::variant<SharedSecret, crypto::PrivateKey>;
  DecryptionKey(std::string kid, JweAlg alg, AllowedEncs encs, Material material);

  std::string kid_;
  JweAlg alg_;
  AllowedEncs encs_;
  Material material_;
};

}  // namespace jwtkeep::jose
