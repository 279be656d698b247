// OAuth 2.0 access tokens that are JWT (RFC 9068).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/jose/jwt.hpp"

namespace jwtkeep::jose {

/// What a resource server demands of an access token (RFC 9068 section 4): `typ` `at+jwt`, an issuer, itself among the
/// audience, `exp`, `sub`, `client_id`, `iat`, `jti`. None of these can be left out.
class AccessTokenPolicy {
 public:
  class Builder;

  [[nodiscard]] const VerifyPolicy& claims() const noexcept { return claims_; }
  /// Empty: any.
  [[nodiscard]] const std::vector<std::string>& clients() const noexcept { return clients_; }
  [[nodiscard]] const std::vector<std::string>& scopes() const noexcept { return scopes_; }

 private:
  explicit AccessTokenPolicy(VerifyPolicy claims) : claims_(std::move(claims)) {}

  VerifyPolicy claims_;
  std::vector<std::string> clients_;
  std::vector<std::string> scopes_;
};

/// Says each thing once and ends in `build()`.
class AccessTokenPolicy::Builder {
 public:
  Builder();
  /// The authorization server's issuer identifier, compared exactly; may be said again.
  Builder& issuer(std::string accepted);
  /// The resource indicator under which this server is known, which `aud` has to hold; may be said again for another
  /// name of the same server.
  Builder& resource(std::string identifier);
  Builder& algs(std::vector<Alg> allowed);
  Builder& max_lifetime(base::Seconds longest);
  Builder& allow_any_lifetime();
  /// A scope that the token has to grant; all that are said are needed.
  Builder& scope(std::string needed);
  /// The caller looks at `VerifiedAccessToken::scopes` itself.
  Builder& allow_any_scope();
  /// A client that may come; may be said again. Any may unless said.
  Builder& client(std::string id);
  Builder& leeway(base::Seconds skew);

  /// Errors: `bad_value`, naming what was left out or said both ways.
  [[nodiscard]] base::Result<AccessTokenPolicy> build() const;

 private:
  VerifyPolicy::Builder claims_;
  std::vector<std::string> clients_;
  std::vector<std::string> scopes_;
  bool any_scope_ = false;
};

/// Proof that an access token was verified as one: only `verify_access_token` can make it.
class VerifiedAccessToken {
 public:
  [[nodiscard]] const VerifiedToken& token() const noexcept { return token_; }
  [[nodiscard]] const base::Json& claims() const noexcept { return token_.claims(); }
  [[nodiscard]] const std::string& subject() const noexcept { return subject_; }
  [[nodiscard]] const std::string& client() const noexcept { return client_; }
  [[nodiscard]] const std::string& id() const noexcept { return id_; }  ///< `jti`
  /// Those of the claim `scope` (RFC 8693 section 4.2); none where it is not there.
  [[nodiscard]] const std::vector<std::string>& scopes() const noexcept { return scopes_; }

 private:
  friend base::Result<VerifiedAccessToken> verify_access_token(std::string_view, const KeyLookup&,
                                                               const AccessTokenPolicy&, base::Instant, TokenLimits);
  explicit VerifiedAccessToken(VerifiedToken token) : token_(std::move(token)) {}

  VerifiedToken token_;
  std::string subject_, client_, id_;
  std::vector<std::string> scopes_;
};

/// Errors: those of `verify`, `malformed` for a claim of the profile of the wrong kind, `missing_claim` also for a
/// scope that is not granted and for another client than the policy's.
base::Result<VerifiedAccessToken> verify_access_token(std::string_view token, const KeyLookup& lookup,
                                                      const AccessTokenPolicy& policy, base::Instant now,
                                                      TokenLimits limits = {});

/// An access token of `claims`, with `typ` `at+jwt`. Errors: `bad_value`, also when a claim that RFC 9068 section 2.2
/// requires is missing or of the wrong kind.
base::Result<std::string> sign_access_token(const SigningKey& key, const base::Json& claims);

}  // namespace jwtkeep::jose
