// The header of one signature (RFC 7515 section 4).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/jose/key.hpp"

namespace jwtkeep::jose {

/// The protected header and the unprotected one, joined. Members that name or carry keys (`jwk`, `jku`, `x5u`, `x5c`)
/// are never followed.
class JwsHeader {
 public:
  /// Each part is an object, or null where the token has none. Whether extensions are understood is not asked here.
  /// Errors: `duplicate_member` when both parts have one member (RFC 7515 section 4); `malformed` when `alg` is
  /// missing, `alg`, `kid`, `typ` or `cty` is no string, `crit` stands in the unprotected header or is not as
  /// `read_crit` wants it, `b64` is no boolean, is not in the protected header or is not critical (RFC 7797 sections 3
  /// and 6).
  static base::Result<JwsHeader> join(const base::Json& protected_part, const base::Json& unprotected);

  [[nodiscard]] const base::Json& json() const noexcept { return json_; }  ///< both parts
  /// What the signature covers; an empty object when nothing is.
  [[nodiscard]] const base::Json& protected_part() const noexcept { return protected_; }
  [[nodiscard]] const std::string& alg_name() const noexcept { return alg_name_; }
  [[nodiscard]] bool protects_alg() const noexcept { return protected_.find("alg") != nullptr; }
  [[nodiscard]] const std::optional<std::string>& kid() const noexcept { return kid_; }
  /// The `typ` that the signature covers.
  [[nodiscard]] const std::optional<std::string>& protected_type() const noexcept { return protected_type_; }
  [[nodiscard]] const std::vector<std::string>& crit() const noexcept { return crit_; }
  /// `b64` is false: the payload is signed as it is (RFC 7797).
  [[nodiscard]] bool is_unencoded() const noexcept { return is_unencoded_; }

 private:
  JwsHeader() = default;

  base::Json json_;
  base::Json protected_;
  std::string alg_name_;
  std::optional<std::string> kid_;
  std::optional<std::string> protected_type_;
  std::vector<std::string> crit_;
  bool is_unencoded_ = false;
};

/// How a signed token is made, beside its key, its header and its payload.
struct SignOptions {
  /// The payload is left out of the token, and comes to the reader by another way (RFC 7515 appendix F).
  bool detached = false;
  /// The payload is signed and sent as it is, not as base64url (`b64` false, RFC 7797). Many readers refuse it.
  bool unencoded = false;
  /// Extensions that a reader has to understand: members of the protected header, by name.
  std::vector<std::string> crit = {};
};

/// The protected header that a key signs: `alg`, `kid` (unless empty), `typ` (where the extras have one), `b64` and
/// `crit` (where the options want them), then the other extras in their order. Errors: `bad_value` for extras that are
/// not an object, are not the caller's to set (`alg`, `kid`, `crit`, `b64`), hold a secret or are no valid UTF-8, and
/// for a `crit` that RFC 7515 section 4.1.11 forbids.
base::Result<base::Json> make_protected_header(const SigningKey& key, const base::Json& extras,
                                               const SignOptions& options);

/// What a caller may add to the unprotected header of the JSON form: an object or null, without secrets, without `alg`,
/// `crit` and `b64`, which are protected, `kid`, `typ` and `cty` strings, all of it UTF-8. Errors: `bad_value`.
base::Result<void> check_unprotected_extras(const base::Json& extras);

}  // namespace jwtkeep::jose
