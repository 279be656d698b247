#include "jwtkeep/jose/claims.hpp"

#include <algorithm>

#include "jwtkeep/jose/claims_check.hpp"
#include "jwtkeep/jose/json_claims.hpp"
#include "jwtkeep/jose/media_type.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Reason;

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
  return ClaimsCheck(JsonClaims{claims}, policy, now).run();
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
