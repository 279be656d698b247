// Asymmetric keys: made, read, written and checked. No OpenSSL type shows.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::crypto {

enum class KeyKind : std::uint8_t { rsa, ec_p256, ec_p384, ec_p521, ec_secp256k1, ed25519, ed448, x25519, x448 };

/// All kinds, in their order.
std::span<const KeyKind> key_kinds() noexcept;

/// For people: `RSA`, `EC P-256`, `Ed25519` ...
std::string_view describe(KeyKind kind) noexcept;

inline constexpr int kMinRsaBits = 2048;  ///< RFC 7518 section 3.3
inline constexpr int kMaxRsaBits = 16384;

// Numbers are big-endian: RSA's without leading zeros, EC coordinates and scalars at the curve's full width; the octets
// of an octet key pair (OKP) are as in RFC 8032 (Ed25519, Ed448) and RFC 7748 (X25519, X448). These are what a JWK
// holds (RFC 7518 section 6, RFC 8037 section 2).

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
/// from the faulty generator of CVE-2017-15361; an EC point on its curve; an Ed25519 point of the prime-order group; an
/// Ed448 point on the curve and not of small order; 32 or 56 octets for X25519 and X448, whose points of small order
/// show when a secret is agreed on (key_agreement.hpp). Copies share the same immutable key.
class PublicKey {
 public:
  /// SPKI (`BEGIN PUBLIC KEY`) or PKCS#1 (`BEGIN RSA PUBLIC KEY`). Errors: `malformed`; `bad_value` for a private key,
  /// a certificate, and a key that fails the checks above.
  static base::Result<PublicKey> from_pem(std::string_view text);
  /// DER: SubjectPublicKeyInfo (RFC 5280 section 4.1) or PKCS#1's RSAPublicKey (RFC 8017 appendix A.1.1), told apart by
  /// their structure. Errors as above.
  static base::Result<PublicKey> from_der(base::ByteView der);
  /// SubjectPublicKeyInfo, DER (RFC 5280 section 4.1). Errors as above.
  static base::Result<PublicKey> from_spki(base::ByteView der);
  /// Errors: `bad_value`.
  static base::Result<PublicKey> from_components(const PublicComponents& components);

  [[nodiscard]] std::string to_pem() const;   ///< SPKI, ends in a newline
  [[nodiscard]] base::Bytes to_spki() const;  ///< DER
  /// RSAPublicKey, DER (RFC 8017 appendix A.1.1). Errors: `bad_value` for another kind than RSA.
  [[nodiscard]] base::Result<base::Bytes> to_pkcs1() const;
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
  /// DER: PKCS#8, PKCS#1 or SEC1, told apart by their structure. Errors: `malformed`; `bad_value` for an encrypted key
  /// and for one that fails the checks.
  static base::Result<PrivateKey> from_der(const base::SecretBytes& der);
  /// Unencrypted PrivateKeyInfo, DER, of both versions (RFC 5958). Errors: `malformed`, `bad_value`.
  static base::Result<PrivateKey> from_pkcs8(const base::SecretBytes& der);
  /// The first private key in a PEM text: PKCS#8, PKCS#1 (`RSA PRIVATE KEY`) or SEC1 (`EC PRIVATE KEY`).
  /// Errors: `malformed`; `bad_value` for an encrypted or a public key and for one that fails the checks.
  static base::Result<PrivateKey> from_pem(const base::SecretBytes& text);
  /// Errors: `bad_value`, also when private and public numbers do not belong together.
  static base::Result<PrivateKey> from_components(const PrivateComponents& components);

  [[nodiscard]] base::SecretBytes to_pkcs8() const;  ///< DER
  [[nodiscard]] base::SecretBytes to_pem() const;    ///< PKCS#8, ends in a newline
  /// The kind's own older form, DER: RSAPrivateKey (PKCS#1, RFC 8017 appendix A.1.2) or ECPrivateKey (SEC1, RFC 5915).
  /// Errors: `bad_value` for Edwards and Montgomery keys, which have none.
  [[nodiscard]] base::Result<base::SecretBytes> to_traditional() const;
  /// The same in PEM: `RSA PRIVATE KEY` or `EC PRIVATE KEY`, ends in a newline.
  [[nodiscard]] base::Result<base::SecretBytes> to_traditional_pem() const;
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
