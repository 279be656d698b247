// Keys that sign and verify. A key owns its algorithm: what a token's header says is compared with it, never obeyed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/crypto/key_pair.hpp"
#include "jwtkeep/jose/alg.hpp"

namespace jwtkeep::jose {

/// Shared so that keys are cheap to copy; the secret itself stands in memory once.
using SharedSecret = std::shared_ptr<const base::SecretBytes>;

/// RFC 7518 section 3.2 wants a secret as long as the hash. `any` is for one that is in use already, and is kept only
/// until the tokens that it signed have ended.
enum class SecretSize : std::uint8_t { full, any };

/// Verifies signatures of one algorithm. For HMAC it holds the secret and could sign: `is_public()` tells.
class VerifyKey {
 public:
  /// A symmetric key of the true bytes. `kid` may be empty: then it is not compared with a token's.
  /// Errors: `key_mismatch` when `alg` is not symmetric, or the secret empty or shorter than `size` allows.
  static base::Result<VerifyKey> make(std::string kid, Alg alg, base::SecretBytes secret,
                                      SecretSize size = SecretSize::full);
  /// Errors: `key_mismatch` when the key is of another kind than `alg` needs.
  static base::Result<VerifyKey> make(std::string kid, Alg alg, crypto::PublicKey key);

  /// The same key by another `kid`.
  [[nodiscard]] VerifyKey named(std::string kid) const { return {std::move(kid), alg_, material_}; }

  [[nodiscard]] const std::string& kid() const noexcept { return kid_; }
  [[nodiscard]] Alg alg() const noexcept { return alg_; }
  [[nodiscard]] bool is_public() const noexcept { return public_key() != nullptr; }
  [[nodiscard]] const crypto::PublicKey* public_key() const noexcept;  ///< nullptr for HMAC
  [[nodiscard]] const base::SecretBytes* secret() const noexcept;      ///< nullptr for asymmetric keys

 private:
  friend class SigningKey;
  using Material = std::variant<SharedSecret, crypto::PublicKey>;
  VerifyKey(std::string kid, Alg alg, Material material);

  std::string kid_;
  Alg alg_;
  Material material_;
};

/// Signs with one algorithm.
class SigningKey {
 public:
  /// Errors as for `VerifyKey::make`.
  static base::Result<SigningKey> make(std::string kid, Alg alg, base::SecretBytes secret,
                                       SecretSize size = SecretSize::full);
  static base::Result<SigningKey> make(std::string kid, Alg alg, crypto::PrivateKey key);
  /// The same key by another `kid`.
  [[nodiscard]] SigningKey named(std::string kid) const { return {std::move(kid), alg_, material_}; }

  [[nodiscard]] const std::string& kid() const noexcept { return kid_; }
  [[nodiscard]] Alg alg() const noexcept { return alg_; }
  [[nodiscard]] const crypto::PrivateKey* private_key() const noexcept;  ///< nullptr for HMAC
  [[nodiscard]] const base::SecretBytes* secret() const noexcept;        ///< nullptr for asymmetric keys
  [[nodiscard]] VerifyKey verify_key() const;

 private:
  using Material = std::variant<SharedSecret, crypto::PrivateKey>;
  SigningKey(std::string kid, Alg alg, Material material);

  std::string kid_;
  Alg alg_;
  Material material_;
};

}  // namespace jwtkeep::jose
