// OpenID Connect ID tokens (OpenID Connect Core 1.0 sections 2 and 3.1.3.7).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/jose/jwt.hpp"
#include "jwtkeep/jose/token_hash.hpp"

namespace jwtkeep::jose {

class VerifiedIdToken;

/// What a client demands of the ID token of one login: its issuer, itself among the audience and nobody whom it does
/// not trust, `azp`, `exp`, `iat`, `sub`, and what ties the token to this login: `nonce`, `auth_time`, `at_hash`,
/// `c_hash`. The token's `typ`, where it has one, has to be `JWT`.
class IdTokenPolicy {
 public:
  class Builder;

 private:
  friend class IdTokenCheck;
  friend base::Result<VerifiedIdToken> verify_id_token(std::string_view, const KeyLookup&, const IdTokenPolicy&,
                                                       base::Instant, TokenLimits);
  /// A text's `left_half_hash` under each digest that a key may want: the text itself, a credential, is not kept.
  using Hashes = std::vector<std::pair<TokenHash, std::string>>;
  explicit IdTokenPolicy(VerifyPolicy claims) : claims_(std::move(claims)) {}

  VerifyPolicy claims_;
  std::string client_;
  std::vector<std::string> trusted_audiences_;
  std::vector<std::string> acrs_;
  std::optional<std::string> nonce_;
  std::optional<base::Seconds> max_auth_age_;
  std::optional<Hashes> access_token_;
  std::optional<Hashes> code_;
  bool needs_at_hash_ = true;
};

/// Says each thing once and ends in `build()`. The numbers are the steps of section 3.1.3.7.
class IdTokenPolicy::Builder {
 public:
  /// The provider's issuer identifier, compared exactly (2).
  Builder& issuer(std::string expected);
  /// This client's own `client_id`: `aud` has to hold it (3), and `azp`, where it is there, to be it (5). A token for
  /// several audiences has to have `azp` (4).
  Builder& client(std::string id);
  /// A further audience that this client trusts (3); may be said again. Any other refuses the token.
  Builder& trust_audience(std::string also);
  Builder& algs(std::vector<Alg> allowed);  ///< (7)
  Builder& max_lifetime(base::Seconds longest);
  Builder& allow_any_lifetime();
  Builder& leeway(base::Seconds skew);
  /// The nonce of the authentication request (11).
  Builder& nonce(std::string sent);
  Builder& without_nonce();  ///< none was sent
  /// How long ago the person may have been asked to log in: the request's `max_age` (13). Makes `auth_time` required.
  Builder& max_auth_age(base::Seconds longest);
  Builder& allow_any_auth_age();
  /// The access token that came with the ID token: `at_hash` has to be there and to be its (3.1.3.8, 3.2.2.9).
  Builder& access_token(std::string_view text);
  Builder& without_access_token();
  /// A provider may leave `at_hash` out of a token from its token endpoint (3.1.3.6); a wrong one is refused still.
  Builder& allow_missing_at_hash();
  /// The code that came with the ID token (hybrid flow): `c_hash` has to be there and to be its (3.3.2.10).
  Builder& code(std::string_view text);
  Builder& without_code();
  /// An authentication context class that is enough (12); may be said again. Any is unless said.
  Builder& acr(std::string accepted);

  /// Errors: `bad_value`, naming all that was left out or said both ways.
  [[nodiscard]] base::Result<IdTokenPolicy> build() const;

 private:
  [[nodiscard]] base::Result<void> check_said() const;

  VerifyPolicy::Builder claims_;
  std::vector<std::string> issuers_;
  std::vector<std::string> clients_;
  std::vector<std::string> trusted_audiences_;
  std::vector<std::string> acrs_;
  std::optional<std::string> nonce_;
  std::optional<base::Seconds> max_auth_age_;
  std::optional<Hashes> access_token_;
  std::optional<Hashes> code_;
  bool no_nonce_ = false, any_auth_age_ = false, no_access_token_ = false, no_code_ = false;
  bool needs_at_hash_ = true;
};

/// Proof that an ID token was verified as one: only `verify_id_token` can make it.
class VerifiedIdToken {
 public:
  [[nodiscard]] const VerifiedToken& token() const noexcept { return token_; }
  [[nodiscard]] const base::Json& claims() const noexcept { return token_.claims(); }
  [[nodiscard]] const std::string& subject() const noexcept { return subject_; }

 private:
  friend base::Result<VerifiedIdToken> verify_id_token(std::string_view, const KeyLookup&, const IdTokenPolicy&,
                                                       base::Instant, TokenLimits);
  explicit VerifiedIdToken(VerifiedToken token) : token_(std::move(token)) {}

  VerifiedToken token_;
  std::string subject_;
};

/// Errors: those of `verify`; `malformed` for a claim of the profile of the wrong kind; `wrong_audience` also for an
/// audience that is not trusted and an `azp` that is another client; `expired` also for a login too long ago;
/// `missing_claim` also when `nonce`, `at_hash`, `c_hash` or `acr` is another than this login's.
base::Result<VerifiedIdToken> verify_id_token(std::string_view token, const KeyLookup& lookup,
                                              const IdTokenPolicy& policy, base::Instant now, TokenLimits limits = {});

/// What an ID token is issued with: each that is given is bound to it by its hash.
struct IssuedWith {
  std::optional<std::string_view> access_token = {};
  std::optional<std::string_view> code = {};
};

/// An ID token of `claims`, to which `at_hash` and `c_hash` are added. Errors: `bad_value`, also when a claim that
/// section 2 requires is missing or of the wrong kind, or the claims have one of the two hashes already.
base::Result<std::string> sign_id_token(const SigningKey& key, const base::Json& claims, const IssuedWith& with = {});

}  // namespace jwtkeep::jose
