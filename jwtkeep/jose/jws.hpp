// JSON Web Signature, compact form (RFC 7515). Tokens of every form, with payloads of every kind: see jws_verify.hpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/jose/jws_header.hpp"
#include "jwtkeep/jose/key.hpp"

namespace jwtkeep::jose {

struct TokenLimits {
  std::size_t size_bytes = std::size_t{16} << 10;  ///< of the whole token
};

/// A token that has the right shape and nothing more: nobody has checked who wrote it.
///
/// Members of the header that name or carry keys (`jwk`, `jku`, `x5u`, `x5c`) are never followed.
class UnverifiedToken {
 public:
  /// Exactly three parts of strict base64url; a header that is strict JSON with `alg` a string, `kid`, `typ`, `cty`
  /// strings where given. Errors: `too_large`, `malformed`, `duplicate_member`, `crit_unsupported` (any `crit`, since
  /// no extension is understood here, and any `b64`, since a JWT never has it: RFC 7797 section 7).
  static base::Result<UnverifiedToken> parse(std::string_view compact, TokenLimits limits = {});

  [[nodiscard]] const std::string& alg_name() const noexcept { return alg_name_; }
  [[nodiscard]] const std::optional<std::string>& kid() const noexcept { return kid_; }
  [[nodiscard]] const std::optional<std::string>& typ() const noexcept { return typ_; }
  [[nodiscard]] const base::Json& header() const noexcept { return header_; }
  /// The characters that are signed: the first two parts with their dot (RFC 7515 section 5.1).
  [[nodiscard]] std::string_view signing_input() const noexcept { return signing_input_; }
  [[nodiscard]] const base::Bytes& signature() const noexcept { return signature_; }

  /// The payload's bytes, which anybody may have written: to show to a person, never to decide by.
  [[nodiscard]] const base::Bytes& untrusted_payload() const noexcept { return payload_; }

 private:
  UnverifiedToken() = default;

  std::string signing_input_;
  std::string alg_name_;
  std::optional<std::string> kid_;
  std::optional<std::string> typ_;
  base::Json header_;
  base::Bytes payload_;
  base::Bytes signature_;
};

/// Whether `key` made the token's signature. Errors: `alg_not_allowed` when the header's `alg` is not the key's (this
/// covers `none` in every spelling and an RSA key taken for an HMAC secret), `key_mismatch` when both have a `kid` and
/// they differ, `bad_signature`.
base::Result<void> verify_signature(const UnverifiedToken& token, const VerifyKey& key);

/// A signed token in compact form, its header as by `make_protected_header`. Errors: those of `make_protected_header`,
/// and `bad_value` for an unencoded payload that is not detached and does not fit the compact form (RFC 7797
/// section 5.2).
base::Result<std::string> sign_compact(const SigningKey& key, const base::Json& header_extras, base::ByteView payload,
                                       const SignOptions& options = {});

}  // namespace jwtkeep::jose
