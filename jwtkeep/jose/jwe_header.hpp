// The header of a JWE as it holds for one recipient (RFC 7516 section 4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"

namespace jwtkeep::jose {

/// The protected header, the one that all recipients share and the recipient's own, joined. Members that name or carry
/// keys (`jwk`, `jku`, `x5u`, `x5c`) are never followed.
class JweHeader {
 public:
  /// Each part is an object, or null where the token has none. Errors: `duplicate_member` when two parts have one
  /// member (RFC 7516 section 4); `crit_unsupported` for any `crit`; `malformed` when `alg` or `enc` is missing, `kid`,
  /// `typ`, `cty` or `zip` is no string, and for `zip` outside the protected header or of another value than `DEF`
  /// (RFC 7516 section 4.1.3).
  static base::Result<JweHeader> join(const base::Json& protected_part, const base::Json& shared,
                                      const base::Json& own);

  [[nodiscard]] const base::Json& json() const noexcept { return json_; }
  [[nodiscard]] const std::string& alg_name() const noexcept { return alg_name_; }
  [[nodiscard]] const std::string& enc_name() const noexcept { return enc_name_; }
  [[nodiscard]] const std::optional<std::string>& kid() const noexcept { return kid_; }
  [[nodiscard]] bool is_compressed() const noexcept { return is_compressed_; }
  /// Whether the tag covers `enc`.
  [[nodiscard]] bool protects_enc() const noexcept { return protects_enc_; }

  /// A member that holds base64url (`apu`, `iv`, `p2s` ...). Errors: `malformed`, also when it is missing.
  [[nodiscard]] base::Result<base::Bytes> bytes(std::string_view name) const;
  /// The same, empty when the member is not there.
  [[nodiscard]] base::Result<base::Bytes> optional_bytes(std::string_view name) const;
  /// A member that is a positive whole number. Errors: `malformed`.
  [[nodiscard]] base::Result<std::uint64_t> count(std::string_view name) const;

 private:
  JweHeader() = default;

  base::Json json_;
  std::string alg_name_;
  std::string enc_name_;
  std::optional<std::string> kid_;
  bool is_compressed_ = false;
  bool protects_enc_ = false;
};

/// What a caller may add to a header: an object or null, without secrets, without the members that keys and options
/// decide (`alg`, `enc`, `zip`, `kid`, `crit`, `epk`, `apu`, `apv`, `iv`, `tag`, `p2s`, `p2c`), `typ` and `cty`
/// strings, all of it UTF-8. Errors: `bad_value`.
base::Result<void> check_extras(const base::Json& extras);

}  // namespace jwtkeep::jose
