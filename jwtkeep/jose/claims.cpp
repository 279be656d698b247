#include "jwtkeep/jose/claims.hpp"

#include <algorithm>

#include "jwtkeep/jose/claim_values.hpp"
#include "jwtkeep/jose/media_type.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Reason;

std::unexpected<base::Error> missing(std::string_view claim) {
  return fail(Reason::missing_claim, "the token has no \"" + std::string(claim) + "\"");
}

base::Result<void> check_times(const base::Json& claims, const VerifyPolicy& policy, base::Instant now) {
  JWTKEEP_TRY(const auto exp, numeric_date(claims, "exp"));
  JWTKEEP_TRY(const auto nbf, numeric_date(claims, "nbf"));
  JWTKEEP_TRY(const auto iat, numeric_date(claims, "iat"));
  const double at = seconds_of(now);
  const auto leeway = static_cast<double>(policy.leeway().count());
  if (!exp && policy.needs_expiration()) return missing("exp");
  if (exp && at >= *exp + leeway) {
    return fail(
        Reason::expired,
        "the token expired " + base::describe_duration(base::Seconds{static_cast<std::int64_t>(at - *exp)}) + " ago");
  }
  if (nbf && *nbf > at + leeway) return fail(Reason::not_yet_valid, "the token is not valid yet (nbf)");
  if (iat && *iat > at + leeway) {
    return fail(Reason::not_yet_valid, "the token was issued in the future (iat)", "compare the two machines' clocks");
  }
  if (const auto longest = policy.max_lifetime(); longest && exp) {
    if (!iat) return missing("iat");
    if (*exp - *iat > static_cast<double>(longest->count())) {
      return fail(Reason::lifetime_too_long,
                  "the token lives for longer than the " + base::format_duration(*longest) + " that are allowed");
    }
  }
  return {};
}

base::Result<void> check_issuer(const base::Json& claims, const VerifyPolicy& policy) {
  const auto* issuer = claims.find("iss");
  if (issuer != nullptr && issuer->string() == nullptr)
    return fail(Reason::malformed, "the claim \"iss\" is not a string");
  if (policy.issuers().empty()) return {};
  if (issuer == nullptr) return missing("iss");
  if (std::ranges::find(policy.issuers(), *issuer->string()) == policy.issuers().end()) {
    return fail(Reason::wrong_issuer, "the token is from another issuer");
  }
  return {};
}

base::Result<void> check_audience(const base::Json& claims, const VerifyPolicy& policy) {
  const auto* claim = claims.find("aud");
  if (claim == nullptr) return policy.audiences().empty() ? base::Result<void>{} : missing("aud");
  JWTKEEP_TRY(const auto audiences, audiences_of(*claim));
  if (policy.audiences().empty()) return {};
  const bool ours = std::ranges::any_of(audiences, [&](const std::string& audience) {
    return std::ranges::find(policy.audiences(), audience) != policy.audiences().end();
  });
  if (!ours) return fail(Reason::wrong_audience, "the token is for another audience");
  return {};
}

base::Result<void> check_subject(const base::Json& claims, const VerifyPolicy& policy) {
  const auto* subject = claims.find("sub");
  if (subject != nullptr && subject->string() == nullptr)
    return fail(Reason::malformed, "the claim \"sub\" is not a string");
  if (!policy.subject()) return {};
  if (subject == nullptr) return missing("sub");
  if (*subject->string() != *policy.subject()) {
    return fail(Reason::missing_claim, "the token's \"sub\" is not the one that is required",
                "the token is for another subject: ask for one for the subject that this verifier expects");
  }
  return {};
}

}  // namespace

bool VerifyPolicy::allows(Alg alg) const noexcept { return std::ranges::find(algs_, alg) != algs_.end(); }

VerifyPolicy::Builder& VerifyPolicy::Builder::issuer(std::string accepted) {
  issuer_.some = true;
  policy_.issuers_.push_back(std::move(accepted));
  return *this;
}
VerifyPolicy::Builder& VerifyPolicy::Builder::allow_any_issuer() {
  issuer_.any = true;
  return *this;
}
VerifyPolicy::Builder& VerifyPolicy::Builder::audience(std::string accepted) {
  audience_.some = true;
  policy_.audiences_.push_back(std::move(accepted));
  return *this;
}
VerifyPolicy::Builder& VerifyPolicy::Builder::allow_any_audience() {
  audience_.any = true;
  return *this;
}
VerifyPolicy::Builder& VerifyPolicy::Builder::type(std::string expected) {
  type_.some = true;
  policy_.type_ = std::move(expected);
  return *this;
}
VerifyPolicy::Builder& VerifyPolicy::Builder::allow_any_type() {
  type_.any = true;
  return *this;
}
VerifyPolicy::Builder& VerifyPolicy::Builder::algs(std::vector<Alg> allowed) {
  policy_.algs_ = std::move(allowed);
  return *this;
}
VerifyPolicy::Builder& VerifyPolicy::Builder::max_lifetime(base::Seconds longest) {
  lifetime_.some = true;
  policy_.max_lifetime_ = longest;
  return *this;
}
VerifyPolicy::Builder& VerifyPolicy::Builder::allow_any_lifetime() {
  lifetime_.any = true;
  return *this;
}
VerifyPolicy::Builder& VerifyPolicy::Builder::leeway(base::Seconds skew) {
  policy_.leeway_ = skew;
  return *this;
}
VerifyPolicy::Builder& VerifyPolicy::Builder::subject(std::string expected) {
  policy_.subject_ = std::move(expected);
  return *this;
}
VerifyPolicy::Builder& VerifyPolicy::Builder::require(std::string claim) {
  policy_.required_.push_back(std::move(claim));
  return *this;
}
VerifyPolicy::Builder& VerifyPolicy::Builder::allow_missing_expiration() {
  policy_.needs_expiration_ = false;
  return *this;
}

base::Result<VerifyPolicy> VerifyPolicy::Builder::build() const {
  std::string left_out;
  std::string both;
  const auto look = [&](const Said& said, std::string_view what) {
    if (!said.any && !said.some) left_out += (left_out.empty() ? "" : ", ") + std::string(what);
    if (said.any && said.some) both += (both.empty() ? "" : ", ") + std::string(what);
  };
  look(issuer_, "issuer");
  look(audience_, "audience");
  look(type_, "type");
  look(lifetime_, "lifetime");
  if (policy_.algs_.empty()) left_out += (left_out.empty() ? "" : ", ") + std::string("algs");
  if (!left_out.empty()) {
    return fail(Reason::bad_value, "the policy says nothing about: " + left_out,
                "name what is accepted, or write that any is (allow_any_...)");
  }
  if (!both.empty()) return fail(Reason::bad_value, "the policy says both one value and any for: " + both);
  if (policy_.leeway_ < base::Seconds{0}) return fail(Reason::bad_value, "the policy's leeway is negative");
  if (policy_.max_lifetime_ && *policy_.max_lifetime_ <= base::Seconds{0}) {
    return fail(Reason::bad_value, "the policy's longest lifetime is not positive, so that no token could pass");
  }
  return policy_;
}

base::Result<void> check_claims(const base::Json& claims, const VerifyPolicy& policy, base::Instant now) {
  if (!claims.is_object()) return fail(Reason::malformed, "the claims are not a JSON object");
  JWTKEEP_CHECK(check_times(claims, policy, now));
  JWTKEEP_CHECK(check_issuer(claims, policy));
  JWTKEEP_CHECK(check_audience(claims, policy));
  JWTKEEP_CHECK(check_subject(claims, policy));
  for (const auto& name : policy.required()) {
    if (claims.find(name) == nullptr) return missing(name);
  }
  return {};
}

base::Result<void> check_type(const std::optional<std::string>& typ, const VerifyPolicy& policy) {
  if (!policy.type()) return {};
  if (!typ && same_media_type(*policy.type(), "JWT")) return {};
  if (!typ || !same_media_type(*typ, *policy.type())) {
    return fail(Reason::wrong_type, "the token's typ is not " + *policy.type() + " (RFC 8725 section 3.11)");
  }
  return {};
}

}  // namespace jwtkeep::jose
