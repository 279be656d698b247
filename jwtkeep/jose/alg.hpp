// The signature algorithms of RFC 7518 section 3, RFC 8037, RFC 8812 and RFC 9864: all that is known of each stands in
// one row.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "jwtkeep/crypto/hash.hpp"
#include "jwtkeep/crypto/key_pair.hpp"
#include "jwtkeep/crypto/signature.hpp"

namespace jwtkeep::jose {

/// `EdDSA` is the older name for both `Ed25519` and `Ed448` (RFC 9864 section 2.2): which one it is, the key says.
enum class Alg : std::uint8_t {
  HS256,
  HS384,
  HS512,
  RS256,
  RS384,
  RS512,
  PS256,
  PS384,
  PS512,
  ES256,
  ES384,
  ES512,
  ES256K,
  EdDSA,
  Ed25519,
  Ed448,
};

/// The JWK key type (RFC 7518 section 6.1, RFC 8037 section 2).
enum class KeyType : std::uint8_t { oct, rsa, ec, okp };

/// As in a JWK's `kty`: `oct`, `RSA`, `EC`, `OKP`.
std::string_view name(KeyType type) noexcept;

/// One row of the table of algorithms.
struct AlgInfo {
  Alg alg;
  std::string_view name;  ///< as in a header's `alg`
  KeyType kty;
  crypto::Hash hash;                        ///< EdDSA hashes within the scheme: SHA-512, Ed448 with SHAKE256 (RFC 8032)
  int min_key_bits;                         ///< of the secret, the modulus or the field (RFC 7518 sections 3.2 to 3.4)
  std::span<const crypto::Scheme> schemes;  ///< none for HMAC; one, or for `EdDSA` one for each kind of key
  std::size_t signature_size_bytes;         ///< 0 where it depends on the key (RSA, `EdDSA`)
};

/// All rows, in the order of `Alg`.
std::span<const AlgInfo> algs() noexcept;

const AlgInfo& info(Alg alg) noexcept;

inline std::string_view name(Alg alg) noexcept { return info(alg).name; }
inline bool is_symmetric(Alg alg) noexcept { return info(alg).kty == KeyType::oct; }

/// Exact and case-sensitive (RFC 7515 section 4.1.1). `none` is not an algorithm here.
std::optional<Alg> alg_from_name(std::string_view name) noexcept;

/// What a key pair of this kind does under `alg`; nothing where it cannot be used with it.
std::optional<crypto::Scheme> scheme_for(Alg alg, crypto::KeyKind kind) noexcept;

/// The algorithm that a key pair of this kind has where nobody says: `RS256` for RSA, `EdDSA` for Ed25519 and Ed448,
/// its curve's for EC. Nothing for X25519 and X448, which do not sign.
std::optional<Alg> alg_for(crypto::KeyKind kind) noexcept;

/// The kind of key that is made for `alg`: Ed25519 for `EdDSA`. Nothing for HMAC.
std::optional<crypto::KeyKind> kind_for(Alg alg) noexcept;

}  // namespace jwtkeep::jose
