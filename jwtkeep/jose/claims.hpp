// What a verifier demands of a token's claims (RFC 7519 section 4.1, RFC 8725 section 3).
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/jose/alg.hpp"

namespace jwtkeep::jose {

/// The rules for one verification. Silence is strict: a builder that was told nothing about issuer, audience, type,
/// algorithms or lifetime builds no policy; leaving a check out has to be written down.
class VerifyPolicy {
 public:
  class Builder;

  [[nodiscard]] bool allows(Alg alg) const noexcept;
  /// Empty: any.
  [[nodiscard]] const std::vector<std::string>& issuers() const noexcept { return issuers_; }
  [[nodiscard]] const std::vector<std::string>& audiences() const noexcept { return audiences_; }
  [[nodiscard]] const std::optional<std::string>& type() const noexcept { return type_; }
  [[nodiscard]] const std::optional<std::string>& subject() const noexcept { return subject_; }
  [[nodiscard]] const std::vector<std::string>& required() const noexcept { return required_; }
  [[nodiscard]] std::optional<base::Seconds> max_lifetime() const noexcept { return max_lifetime_; }
  [[nodiscard]] base::Seconds leeway() const noexcept { return leeway_; }
  [[nodiscard]] bool needs_expiration() const noexcept { return needs_expiration_; }

 private:
  VerifyPolicy() = default;

  std::vector<Alg> algs_;
  std::vector<std::string> issuers_;
  std::vector<std::string> audiences_;
  std::optional<std::string> type_;
  std::optional<std::string> subject_;
  std::vector<std::string> required_;
  std::optional<base::Seconds> max_lifetime_;
  base::Seconds leeway_{0};
  bool needs_expiration_ = true;
};

/// Says each thing once and ends in `build()`.
class VerifyPolicy::Builder {
 public:
  /// May be said again for another accepted issuer. The token's `iss` must be one of them.
  Builder& issuer(std::string accepted);
  Builder& allow_any_issuer();
  /// May be said again. The token's `aud` must hold one of them.
  Builder& audience(std::string accepted);
  Builder& allow_any_audience();
  /// The header's `typ`, compared without regard to case and to a leading `application/` (RFC 7515 section 4.1.9).
  /// `JWT` also accepts a token without `typ`, as most issuers write none; any other type has to be there.
  Builder& type(std::string expected);
  Builder& allow_any_type();
  Builder& algs(std::vector<Alg> allowed);
  /// The largest `exp - iat`. Makes `iat` required wherever there is an `exp`.
  Builder& max_lifetime(base::Seconds longest);
  Builder& allow_any_lifetime();
  /// How far clocks may differ; 0 unless said.
  Builder& leeway(base::Seconds skew);
  Builder& subject(std::string expected);
  /// A claim that has to be there, whatever its value.
  Builder& require(std::string claim);
  Builder& allow_missing_expiration();

  /// Errors: `bad_value`, naming all that was left out or said both ways.
  [[nodiscard]] base::Result<VerifyPolicy> build() const;

 private:
  struct Said {
    bool any = false;   ///< the check was left out on purpose
    bool some = false;  ///< a value was given
  };
  VerifyPolicy policy_;
  Said issuer_, audience_, type_, lifetime_;
};

/// Whether `claims` (a JSON object) satisfy `policy` at `now`. NumericDates may be integers or fractions of seconds.
/// Errors: `malformed` (a claim of the wrong kind, or a date outside 0 to the year 9999), `missing_claim`, `expired`
/// (now >= exp + leeway), `not_yet_valid` (nbf or iat > now + leeway), `lifetime_too_long`, `wrong_issuer`,
/// `wrong_audience`, `wrong_type` is not checked here: see `check_type`.
base::Result<void> check_claims(const base::Json& claims, const VerifyPolicy& policy, base::Instant now);

/// Whether the header's `typ` is the policy's. Errors: `wrong_type`.
base::Result<void> check_type(const std::optional<std::string>& typ, const VerifyPolicy& policy);

}  // namespace jwtkeep::jose
