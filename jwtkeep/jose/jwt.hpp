// JSON Web Tokens (RFC 7519), signed: made and verified.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/jose/claims.hpp"
#include "jwtkeep/jose/jws.hpp"
#include "jwtkeep/jose/key.hpp"

namespace jwtkeep::jose {

/// Finds the key for a token, by its `kid` where it has one. The token is not verified yet. Its errors
/// (`key_unknown`, `key_retired`, `key_compromised` ...) become the verification's.
using KeyLookup = std::function<base::Result<VerifyKey>(const UnverifiedToken&)>;

/// Proof of a verification: only `verify` and `Verifier` can make one.
class VerifiedToken {
 public:
  [[nodiscard]] const base::Json& claims() const noexcept { return claims_; }
  [[nodiscard]] const base::Json& header() const noexcept { return header_; }
  [[nodiscard]] const std::string& kid() const noexcept { return kid_; }  ///< of the key that verified it
  [[nodiscard]] Alg alg() const noexcept { return alg_; }

 private:
  friend base::Result<VerifiedToken> verify(std::string_view, const KeyLookup&, const VerifyPolicy&, base::Instant,
                                            TokenLimits);
  friend class VerifiedView;  // proof of the same: see verified_view.hpp
  VerifiedToken(base::Json claims, base::Json header, std::string kid, Alg alg)
      : claims_(std::move(claims)), header_(std::move(header)), kid_(std::move(kid)), alg_(alg) {}

  base::Json claims_;
  base::Json header_;
  std::string kid_;
  Alg alg_;
};

/// Shape, key, algorithm, signature, type, claims: in this order; nothing of the payload is looked at before the
/// signature holds. Errors: the reason codes of a refused token (DESIGN, "Reason codes").
base::Result<VerifiedToken> verify(std::string_view token, const KeyLookup& lookup, const VerifyPolicy& policy,
                                   base::Instant now, TokenLimits limits = {});

/// A signed token of `claims`, which must be an object without secret members. `typ` empty: none is written.
/// Errors: `bad_value`.
base::Result<std::string> sign_jwt(const SigningKey& key, const base::Json& claims, std::string_view typ = "JWT");

}  // namespace jwtkeep::jose
