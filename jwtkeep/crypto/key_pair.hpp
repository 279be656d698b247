// Asymmetric keys: made, read, written and checked. No OpenSSL type shows.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::crypto {

enum class KeyKind : std::uint8_t { rsa, ec_p256, ed25519 };

/// For people: `RSA`, `EC P-256`, `Ed25519`.
std::string_view describe(KeyKind kind) noexcept;

inline constexpr int kMinRsaBits = 2048;  ///< RFC 7518 section 3.3
inline constexpr int kMaxRsaBits = 16384;

// Numbers are big-endian: RSA's without leading zeros, EC coordinates and scalars at the curve's full width, Ed25519's
// as in RFC 8032. These are what a JWK holds (RFC 7518 section 6, RFC 8037 section 2).

struct RsaPublic {
  base::Bytes n, e;
  friend bool operator==(const RsaPublic&, const RsaPublic&) = default;
};
struct EcPublic {
  KeyKind kind = KeyKind::ec_p256;
  base::Bytes x, y;
  friend bool operator==(const EcPublic&, const EcPublic&) = default;
};
struct OkpPublic {
  KeyKind kind = KeyKind::ed25519;
  base::Bytes x;
  friend bool operator==(const OkpPublic&, const OkpPublic&) = default;
};
using PublicComponents = std::variant<RsaPublic, EcPublic, OkpPublic>;

/// p, q, dp, dq and qi may all be empty (RFC 7518 section 6.3.2): they are then worked out from n, e and d.
struct RsaPrivate {
  RsaPublic pub;
  base::SecretBytes d, p, q, dp, dq, qi;
};
struct EcPrivate {
  EcPublic pub;
  base::SecretBytes d;
};
struct OkpPrivate {
  OkpPublic pub;
  base::SecretBytes d;
};
using PrivateComponents = std::variant<RsaPrivate, EcPrivate, OkpPrivate>;

/// A public key that has been checked: RSA of 2048 to 16384 bits with an odd exponent from 65537 to 2^64 - 1 and not
/// from the faulty generator of CVE-2017-15361; an EC point on its curve; an Ed25519 point of the prime-order group.
/// Copies share the same immutable key.
class PublicKey {
 public:
  /// SPKI (`BEGIN PUBLIC KEY`) or PKCS#1 (`BEGIN RSA PUBLIC KEY`). Errors: `malformed`; `bad_value` for a private key,
  /// a certificate, and a key that fails the checks above.
  static base::Result<PublicKey> from_pem(std::string_view text);
  /// SubjectPublicKeyInfo, DER (RFC 5280 section 4.1). Errors as above.
  static base::Result<PublicKey> from_spki(base::ByteView der);
  /// Errors: `bad_value`.
  static base::Result<PublicKey> from_components(const PublicComponents& components);

  [[nodiscard]] std::string to_pem() const;   ///< SPKI, ends in a newline
  [[nodiscard]] base::Bytes to_spki() const;  ///< DER
  [[nodiscard]] PublicComponents components() const;
  [[nodiscard]] KeyKind kind() const noexcept;
  [[nodiscard]] int bits() const noexcept;  ///< of the modulus or the field

  friend bool operator==(const PublicKey& a, const PublicKey& b) noexcept;

  struct Impl;
  explicit PublicKey(std::shared_ptr<const Impl> impl) noexcept : impl_(std::move(impl)) {}
  [[nodiscard]] const Impl& impl() const noexcept { return *impl_; }

 private:
  std::shared_ptr<const Impl> impl_;
};

/// A private key whose public half was checked to be its own. Copies share the same immutable key.
///
/// An RSA key's numbers are checked against each other and by a trial signature; its factors are not tested for being
/// prime, which takes a hundred times as long and guards only against an owner who cheats himself.
class PrivateKey {
 public:
  /// A new key; `rsa_bits` (2048 to 16384, a multiple of 8) counts for RSA only. Errors: `bad_value`.
  static base::Result<PrivateKey> generate(KeyKind kind, int rsa_bits = 3072);
  /// Unencrypted PrivateKeyInfo, DER, of both versions (RFC 5958). Errors: `malformed`, `bad_value`.
  static base::Result<PrivateKey> from_pkcs8(const base::SecretBytes& der);
  /// The first private key in a PEM text: PKCS#8, PKCS#1 (`RSA PRIVATE KEY`) or SEC1 (`EC PRIVATE KEY`).
  /// Errors: `malformed`; `bad_value` for an encrypted or a public key and for one that fails the checks.
  static base::Result<PrivateKey> from_pem(const base::SecretBytes& text);
  /// Errors: `bad_value`, also when private and public numbers do not belong together.
  static base::Result<PrivateKey> from_components(const PrivateComponents& components);

  [[nodiscard]] base::SecretBytes to_pkcs8() const;  ///< DER
  [[nodiscard]] base::SecretBytes to_pem() const;    ///< PKCS#8, ends in a newline
  [[nodiscard]] PrivateComponents components() const;
  [[nodiscard]] PublicKey public_key() const;
  [[nodiscard]] KeyKind kind() const noexcept;
  [[nodiscard]] int bits() const noexcept;

  struct Impl;
  explicit PrivateKey(std::shared_ptr<const Impl> impl) noexcept : impl_(std::move(impl)) {}
  [[nodiscard]] const Impl& impl() const noexcept { return *impl_; }

 private:
  std::shared_ptr<const Impl> impl_;
};

}  // namespace jwtkeep::crypto
