// Signing many tokens with the same key: all that can be is worked out beforehand.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/crypto/hmac_key.hpp"
#include "jwtkeep/jose/key.hpp"

namespace jwtkeep::jose {

/// Makes the same tokens as `sign_jwt` (jwt.hpp). Immutable: any number of threads may use one.
class Signer {
 public:
  /// `typ` empty: none is written. Errors: as for `sign_jwt`.
  static base::Result<Signer> make(SigningKey key, std::string_view typ = "JWT");

  /// Replaces `token` by a signed one of `claims`, which must be an object without secret members. A string that is
  /// used again is long enough after the first tokens: with HMAC nothing is then allocated. Errors: `bad_value`; what
  /// `token` holds then means nothing.
  base::Result<void> sign(const base::Json& claims, std::string& token) const;

  /// The same of claims that are JSON already; they are signed as they stand, once they are known to be an object that
  /// every strict reader understands. Errors: `bad_value`, `malformed`, `duplicate_member`, `too_large`.
  base::Result<void> sign_text(std::string_view claims, std::string& token) const;

  [[nodiscard]] const SigningKey& key() const noexcept { return key_; }

 private:
  Signer(SigningKey key, std::string header);
  /// `token` holds the claims from its start on; they become the payload.
  base::Result<void> finish(std::string& token) const;

  SigningKey key_;
  std::optional<crypto::HmacKey> hmac_;  ///< for symmetric keys: the header is hashed already
  std::string header_;                   ///< encoded, with the dot behind it
};

}  // namespace jwtkeep::jose
