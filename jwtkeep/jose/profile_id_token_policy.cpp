// IdTokenPolicy::Builder.
#include "jwtkeep/jose/profile_id_token.hpp"
#include "jwtkeep/jose/token_hash.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Reason;

std::vector<std::pair<TokenHash, std::string>> hashes_of(std::string_view text) {
  std::vector<std::pair<TokenHash, std::string>> hashes;
  for (const auto hash : kEveryTokenHash) hashes.emplace_back(hash, left_half_hash(hash, text));
  return hashes;
}

}  // namespace

IdTokenPolicy::Builder& IdTokenPolicy::Builder::issuer(std::string expected) {
  claims_.issuer(expected);
  issuers_.push_back(std::move(expected));
  return *this;
}
IdTokenPolicy::Builder& IdTokenPolicy::Builder::client(std::string id) {
  claims_.audience(id);
  clients_.push_back(std::move(id));
  return *this;
}
IdTokenPolicy::Builder& IdTokenPolicy::Builder::trust_audience(std::string also) {
  trusted_audiences_.push_back(std::move(also));
  return *this;
}
IdTokenPolicy::Builder& IdTokenPolicy::Builder::algs(std::vector<Alg> allowed) {
  claims_.algs(std::move(allowed));
  return *this;
}
IdTokenPolicy::Builder& IdTokenPolicy::Builder::max_lifetime(base::Seconds longest) {
  claims_.max_lifetime(longest);
  return *this;
}
IdTokenPolicy::Builder& IdTokenPolicy::Builder::allow_any_lifetime() {
  claims_.allow_any_lifetime();
  return *this;
}
IdTokenPolicy::Builder& IdTokenPolicy::Builder::leeway(base::Seconds skew) {
  claims_.leeway(skew);
  return *this;
}
IdTokenPolicy::Builder& IdTokenPolicy::Builder::nonce(std::string sent) {
  nonce_ = std::move(sent);
  return *this;
}
IdTokenPolicy::Builder& IdTokenPolicy::Builder::without_nonce() {
  no_nonce_ = true;
  return *this;
}
IdTokenPolicy::Builder& IdTokenPolicy::Builder::max_auth_age(base::Seconds longest) {
  max_auth_age_ = longest;
  return *this;
}
IdTokenPolicy::Builder& IdTokenPolicy::Builder::allow_any_auth_age() {
  any_auth_age_ = true;
  return *this;
}
IdTokenPolicy::Builder& IdTokenPolicy::Builder::access_token(std::string_view text) {
  access_token_ = hashes_of(text);
  return *this;
}
IdTokenPolicy::Builder& IdTokenPolicy::Builder::without_access_token() {
  no_access_token_ = true;
  return *this;
}
IdTokenPolicy::Builder& IdTokenPolicy::Builder::allow_missing_at_hash() {
  needs_at_hash_ = false;
  return *this;
}
IdTokenPolicy::Builder& IdTokenPolicy::Builder::code(std::string_view text) {
  code_ = hashes_of(text);
  return *this;
}
IdTokenPolicy::Builder& IdTokenPolicy::Builder::without_code() {
  no_code_ = true;
  return *this;
}
IdTokenPolicy::Builder& IdTokenPolicy::Builder::acr(std::string accepted) {
  acrs_.push_back(std::move(accepted));
  return *this;
}

base::Result<void> IdTokenPolicy::Builder::check_said() const {
  std::string left_out;
  std::string both;
  const auto look = [&](bool some, bool any, std::string_view what) {
    if (some == any) (some ? both : left_out) += ((some ? both : left_out).empty() ? "" : ", ") + std::string(what);
  };
  look(nonce_.has_value(), no_nonce_, "nonce");
  look(max_auth_age_.has_value(), any_auth_age_, "auth age");
  look(access_token_.has_value(), no_access_token_, "access token");
  look(code_.has_value(), no_code_, "code");
  if (!left_out.empty()) {
    return fail(Reason::bad_value, "the policy says nothing about: " + left_out,
                "say what came with the ID token, or write that it is left out (without_...)");
  }
  if (!both.empty()) return fail(Reason::bad_value, "the policy says both a value and none for: " + both);
  if (nonce_ && nonce_->empty()) return fail(Reason::bad_value, "the policy's nonce is empty");
  if (max_auth_age_ && *max_auth_age_ < base::Seconds{0}) {
    return fail(Reason::bad_value, "the policy's longest age of a login is negative");
  }
  return {};
}

base::Result<IdTokenPolicy> IdTokenPolicy::Builder::build() const {
  if (issuers_.size() > 1) return fail(Reason::bad_value, "the policy names several issuers: one login has one");
  if (clients_.size() > 1) return fail(Reason::bad_value, "the policy names several clients: one login has one");
  auto builder = claims_;
  JWTKEEP_TRY(auto claims, builder.type("JWT").require("iat").require("sub").build());
  JWTKEEP_CHECK(check_said());
  IdTokenPolicy policy(std::move(claims));
  policy.client_ = clients_.front();
  policy.trusted_audiences_ = trusted_audiences_;
  policy.acrs_ = acrs_;
  policy.nonce_ = nonce_;
  policy.max_auth_age_ = max_auth_age_;
  policy.access_token_ = access_token_;
  policy.code_ = code_;
  policy.needs_at_hash_ = needs_at_hash_;
  return policy;
}

}  // namespace jwtkeep::jose
