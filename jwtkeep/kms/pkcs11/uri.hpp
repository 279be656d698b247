// `pkcs11:token=keys;object=jwtkeep?module-path=...`: where a key in a token is (RFC 7512).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"

namespace jwtkeep::kms {

/// What is not said matches anything.
struct Pkcs11Uri {
  std::string token = {};         ///< the token's label
  std::string manufacturer = {};  ///< of the token
  std::string serial = {};
  std::string model = {};
  std::optional<std::uint64_t> slot_id = {};
  std::string object = {};  ///< the key's label (CKA_LABEL)
  base::Bytes id = {};      ///< the key's CKA_ID
  std::string module_path = {};
  std::string pin_source = {};  ///< an absolute path; the PIN itself never stands in an address

  /// RFC 7512 section 2.3, with what jwtkeep has no use for refused rather than overheard: `library-...`, `slot-...`
  /// but `slot-id`, `module-name`, a `type` other than `secret-key`, a `pin-source` that is no file, and `pin-value`,
  /// which would put the PIN into argument lists and files. It has to name a key: by `object`, `id`, or both. Errors:
  /// `bad_value`; no message repeats a value.
  static base::Result<Pkcs11Uri> parse(std::string_view text);

  /// Parts in a fixed order, percent-encoded but for letters, digits and `-._~/`: `parse` takes it back.
  [[nodiscard]] std::string text() const;

  friend bool operator==(const Pkcs11Uri&, const Pkcs11Uri&) = default;
};

}  // namespace jwtkeep::kms
