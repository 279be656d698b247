// The algorithms of a JWE (RFC 7518 sections 4 and 5, RFC 8037 section 3.2): all that is known of each stands in one
// row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/crypto/content_encryption.hpp"
#include "jwtkeep/crypto/hash.hpp"
#include "jwtkeep/crypto/rsa_oaep.hpp"

namespace jwtkeep::jose {

/// How the content encryption key comes to the recipient: a header's `alg`.
enum class JweAlg : std::uint8_t {
  dir,
  A128KW,
  A192KW,
  A256KW,
  A128GCMKW,
  A192GCMKW,
  A256GCMKW,
  RSA_OAEP,
  RSA_OAEP_256,
  RSA_OAEP_384,
  RSA_OAEP_512,
  ECDH_ES,
  ECDH_ES_A128KW,
  ECDH_ES_A192KW,
  ECDH_ES_A256KW,
  PBES2_HS256_A128KW,
  PBES2_HS384_A192KW,
  PBES2_HS512_A256KW,
};

/// What the content is encrypted with: a header's `enc`.
enum class Enc : std::uint8_t { A128CBC_HS256, A192CBC_HS384, A256CBC_HS512, A128GCM, A192GCM, A256GCM };

/// The families of `alg`, each with its own steps.
enum class KeyManagement : std::uint8_t { direct, aes_wrap, aes_gcm_wrap, rsa_oaep, key_agreement, password };

/// One row of the table of key management algorithms.
struct JweAlgInfo {
  JweAlg alg;
  std::string_view name;  ///< as in a header's `alg`
  KeyManagement management;
  /// Of the AES key that wraps the content encryption key; 0 where none does (dir, RSA-OAEP, ECDH-ES).
  std::size_t wrapping_key_bytes;
  std::optional<crypto::OaepHash> oaep;  ///< of RSA-OAEP
  std::optional<crypto::Hash> prf;       ///< of PBES2
};

/// One row of the table of content encryption algorithms.
struct EncInfo {
  Enc enc;
  std::string_view name;  ///< as in a header's `enc`
  crypto::ContentCipher cipher;
};

std::span<const JweAlgInfo> jwe_algs() noexcept;  ///< all rows, in the order of `JweAlg`
std::span<const EncInfo> encs() noexcept;         ///< all rows, in the order of `Enc`

const JweAlgInfo& info(JweAlg alg) noexcept;
const EncInfo& info(Enc enc) noexcept;

inline std::string_view name(JweAlg alg) noexcept { return info(alg).name; }
inline std::string_view name(Enc enc) noexcept { return info(enc).name; }

/// The content encryption key's length.
inline std::size_t key_size_bytes(Enc enc) noexcept { return crypto::key_size_bytes(info(enc).cipher); }

/// Whether sender and recipient hold the same secret.
bool is_symmetric(JweAlg alg) noexcept;

/// Whether the key of this `alg` gives the content encryption key itself, so that there can be one recipient only.
bool is_direct(JweAlg alg) noexcept;

// Both are exact and case-sensitive (RFC 7516 sections 4.1.1 and 4.1.2).

std::optional<JweAlg> jwe_alg_from_name(std::string_view name) noexcept;
std::optional<Enc> enc_from_name(std::string_view name) noexcept;

/// The error (`alg_not_allowed`) for an `alg` that everybody knows and that is refused all the same; nothing for any
/// other name. This is `RSA1_5`: a recipient that tells a wrong padding from a right one by one bit or a few
/// microseconds decrypts for strangers (Bleichenbacher; RFC 8725 section 3.2 and RFC 7516 section 11.5).
std::optional<base::Error> refusal_by_name(std::string_view alg);

}  // namespace jwtkeep::jose
