// JSON Web Encryption (RFC 7516): tokens made in compact form, and opened in every form.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/crypto/deflate.hpp"
#include "jwtkeep/jose/jwe_key.hpp"
#include "jwtkeep/jose/jwe_token.hpp"

namespace jwtkeep::jose {

/// PBES2's iterations unless said otherwise: what OWASP advises for HMAC-SHA-256 (Password Storage Cheat Sheet, 2023).
inline constexpr std::uint32_t kUsualP2c = 600'000;
inline constexpr std::uint32_t kMinP2c = 1000;  ///< RFC 7518 section 4.8.1.2

struct EncryptOptions {
  /// Compress the content first (`zip`: `DEF`). The length of what is encrypted then tells of its content: never where
  /// a stranger's text stands beside a secret (CRIME; RFC 8725 section 3.6).
  bool compress = false;
  std::uint32_t p2c = kUsualP2c;   ///< PBES2's iterations, at least `kMinP2c`
  base::Bytes apu = {}, apv = {};  ///< ECDH-ES: what sender and recipient call themselves (RFC 7518 section 4.6.1)
};

/// What a reader allows. Silence is strict: without `encs` nothing is opened.
struct DecryptPolicy {
  std::vector<Enc> encs = {};          ///< what the content may be encrypted with
  JweLimits limits = {};               ///< of the token's size
  bool allow_json = false;             ///< the JSON forms too, whose headers the tag need not cover
  std::uint32_t min_p2c = kMinP2c;     ///< PBES2's iterations
  std::uint32_t max_p2c = kUsualP2c;   ///< of all tries on one token together (CVE-2022-36083, CVE-2023-50967)
  bool allow_unprotected_enc = false;  ///< `enc` in a header that the tag does not cover (RFC 7520 section 5.12)
  /// Take compressed content, as far as these limits reach (CVE-2024-28180, CVE-2024-33664). None: it is refused.
  std::optional<crypto::InflateLimits> inflate = {};
};

/// A token that this program's key opened: only `decrypt` can make one.
///
/// That it opened says who could have read it, not who wrote it: with RSA-OAEP and ECDH-ES anybody who has the public
/// key can encrypt. To know the writer, sign first (nested.hpp).
class DecryptedToken {
 public:
  [[nodiscard]] const base::SecretBytes& plaintext() const& noexcept { return plaintext_; }
  [[nodiscard]] base::SecretBytes plaintext() && noexcept { return std::move(plaintext_); }
  /// All headers joined; anybody may have changed what is not in `protected_header()`.
  [[nodiscard]] const base::Json& header() const noexcept { return header_; }
  [[nodiscard]] const base::Json& protected_header() const noexcept { return protected_header_; }
  /// The JSON form's `aad`, covered by the tag; empty where there is none.
  [[nodiscard]] const base::Bytes& aad() const noexcept { return aad_; }
  [[nodiscard]] const std::string& kid() const noexcept { return kid_; }  ///< of the key that opened it
  [[nodiscard]] JweAlg alg() const noexcept { return alg_; }
  [[nodiscard]] Enc enc() const noexcept { return enc_; }

 private:
  friend class Opener;
  DecryptedToken() = default;

  base::SecretBytes plaintext_;
  base::Json header_;
  base::Json protected_header_;
  base::Bytes aad_;
  std::string kid_;
  JweAlg alg_ = JweAlg::dir;
  Enc enc_ = Enc::A256GCM;
};

/// Finds the key for one recipient of a token, by its `kid` where it has one. Its errors (`key_unknown`,
/// `key_retired` ...) become the decryption's.
using DecryptKeyLookup = std::function<base::Result<DecryptionKey>(const JweHeader&)>;

/// A token in compact form. Its header is `alg`, `enc`, `kid` (unless the key's is empty), `zip` (when compressed), the
/// extras in their order, then what key management adds. Errors: `bad_value` for extras that are not the caller's to
/// set (see `check_extras`), a `p2c` that is too small, or a text of more than 1 GiB; `alg_not_allowed` when the key
/// is not for this `enc`; `key_mismatch`.
base::Result<std::string> encrypt_compact(const EncryptionKey& key, Enc enc, const base::Json& header_extras,
                                          const base::SecretBytes& plaintext, const EncryptOptions& options = {});

/// Opens a token of any form. Of several recipients each is tried for whom there is a key.
/// Errors: `too_large`, `malformed`, `duplicate_member`, `crit_unsupported` as in `EncryptedToken::parse`; those of the
/// lookup; `alg_not_allowed` when the header's `alg` is not the key's (`RSA1_5` is no key's), its `enc` not the
/// policy's or the key's, or it is compressed and the policy takes no compression; `key_mismatch` when both have a
/// `kid` and they differ; `decryption_failed`, for whatever reason; `bad_value` for a policy without `encs`.
base::Result<DecryptedToken> decrypt(std::string_view token, const DecryptKeyLookup& lookup,
                                     const DecryptPolicy& policy);
base::Result<DecryptedToken> decrypt(std::string_view token, const DecryptionKey& key, const DecryptPolicy& policy);

}  // namespace jwtkeep::jose
