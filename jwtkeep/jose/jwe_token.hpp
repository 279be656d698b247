// An encrypted token taken apart (RFC 7516 section 3), in each of its three forms.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/crypto/content_encryption.hpp"
#include "jwtkeep/jose/jwe_header.hpp"

namespace jwtkeep::jose {

struct JweLimits {
  std::size_t size_bytes = std::size_t{64} << 10;  ///< of the whole token
  std::size_t recipients = 16;
};

/// What is for one recipient.
struct JweRecipient {
  JweHeader header;
  base::Bytes encrypted_key;  ///< empty where the key gives the content encryption key itself
};

/// A token that has the right shape and nothing more: nobody has decrypted it.
class EncryptedToken {
 public:
  /// The compact form, or JSON (general or flattened) when the first character is `{`: every part strict base64url,
  /// every header strict JSON, headers disjoint, one `enc` for all recipients (RFC 7516 section 7.2.1). Members that
  /// nobody knows are passed over (RFC 7516 section 7.2).
  /// Errors: `too_large` (before anything is decoded), `duplicate_member`, `crit_unsupported`, `malformed`, also for a
  /// signed token.
  static base::Result<EncryptedToken> parse(std::string_view token, JweLimits limits = {});

  /// At least one; the compact and the flattened form have exactly one.
  [[nodiscard]] const std::vector<JweRecipient>& recipients() const noexcept { return recipients_; }
  /// What the tag covers; an empty object when nothing is.
  [[nodiscard]] const base::Json& protected_header() const noexcept { return protected_header_; }
  [[nodiscard]] const crypto::EncryptedContent& content() const noexcept { return content_; }
  /// The member `aad`: neither encrypted nor changeable. Empty where there is none.
  [[nodiscard]] const base::Bytes& aad() const noexcept { return aad_; }
  /// The characters that the tag covers beside the content: the protected header's base64url and, after a dot, the
  /// aad's (RFC 7516 section 5.1, step 14).
  [[nodiscard]] const std::string& associated_data() const noexcept { return associated_data_; }

 private:
  EncryptedToken() = default;
  static base::Result<EncryptedToken> parse_compact(std::string_view compact);
  static base::Result<EncryptedToken> parse_json(std::string_view text, const JweLimits& limits);
  base::Result<void> take_protected(std::string_view encoded);

  std::vector<JweRecipient> recipients_;
  base::Json protected_header_ = base::Json::object();
  crypto::EncryptedContent content_;
  base::Bytes aad_;
  std::string associated_data_;
};

}  // namespace jwtkeep::jose
