// The signature algorithms of RFC 7518 section 3 and RFC 8037: all that is known of each stands in one row.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "jwtkeep/crypto/hash.hpp"
#include "jwtkeep/crypto/key_pair.hpp"
#include "jwtkeep/crypto/signature.hpp"

namespace jwtkeep::jose {

enum class Alg : std::uint8_t { HS256, HS384, HS512, RS256, ES256, EdDSA };

/// The JWK key type (RFC 7518 section 6.1, RFC 8037 section 2).
enum class KeyType : std::uint8_t { oct, rsa, ec, okp };

/// As in a JWK's `kty`: `oct`, `RSA`, `EC`, `OKP`.
std::string_view name(KeyType type) noexcept;

/// One row of the table of algorithms.
struct AlgInfo {
  Alg alg;
  std::string_view name;  ///< as in a header's `alg`
  KeyType kty;
  crypto::Hash hash;                     ///< EdDSA hashes within the scheme; SHA-512 there (RFC 8032)
  int min_key_bits;                      ///< of the secret, the modulus or the field (RFC 7518 sections 3.2 to 3.4)
  std::optional<crypto::Scheme> scheme;  ///< none for HMAC
  std::optional<crypto::KeyKind> kind;   ///< the key pair's kind; none for HMAC
  std::size_t signature_size_bytes;      ///< 0 where it depends on the key (RSA)
};

/// All rows, in the order of `Alg`.
std::span<const AlgInfo> algs() noexcept;

const AlgInfo& info(Alg alg) noexcept;

inline std::string_view name(Alg alg) noexcept { return info(alg).name; }
inline bool is_symmetric(Alg alg) noexcept { return info(alg).kty == KeyType::oct; }

/// Exact and case-sensitive (RFC 7515 section 4.1.1). `none` is not an algorithm here.
std::optional<Alg> alg_from_name(std::string_view name) noexcept;

/// The one algorithm that a key pair of this kind signs with.
Alg alg_for(crypto::KeyKind kind) noexcept;

}  // namespace jwtkeep::jose
