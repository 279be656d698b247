#include "jwtkeep/jose/profile_access_token.hpp"

#include <algorithm>

#include "jwtkeep/jose/claim_values.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Reason;

constexpr const char* kType = "at+jwt";

/// Scope tokens with one space between them (RFC 6749 section 3.3).
base::Result<std::vector<std::string>> scopes_of(const base::Json& claims) {
  JWTKEEP_TRY(const auto scope, text_claim(claims, "scope"));
  std::vector<std::string> scopes;
  std::string_view rest = scope ? std::string_view(*scope) : std::string_view();
  while (!rest.empty()) {
    const auto end = std::min(rest.find(' '), rest.size());
    if (end > 0) scopes.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return scopes;
}

base::Result<void> check_client(const std::string& client, const AccessTokenPolicy& policy) {
  const auto& allowed = policy.clients();
  if (allowed.empty() || std::ranges::find(allowed, client) != allowed.end()) return {};
  return fail(Reason::missing_claim, "the token's \"client_id\" is not one of those that may come");
}

base::Result<void> check_scopes(const std::vector<std::string>& granted, const AccessTokenPolicy& policy) {
  for (const auto& needed : policy.scopes()) {
    if (std::ranges::find(granted, needed) == granted.end()) {
      return fail(Reason::missing_claim, "the token does not grant the scope \"" + needed + "\"",
                  "ask the authorization server for a token with that scope");
    }
  }
  return {};
}

}  // namespace

AccessTokenPolicy::Builder::Builder() {
  claims_.type(kType);
  for (const auto* name : {"sub", "client_id", "iat", "jti"}) claims_.require(name);
}
AccessTokenPolicy::Builder& AccessTokenPolicy::Builder::issuer(std::string accepted) {
  claims_.issuer(std::move(accepted));
  return *this;
}
AccessTokenPolicy::Builder& AccessTokenPolicy::Builder::resource(std::string identifier) {
  claims_.audience(std::move(identifier));
  return *this;
}
AccessTokenPolicy::Builder& AccessTokenPolicy::Builder::algs(std::vector<Alg> allowed) {
  claims_.algs(std::move(allowed));
  return *this;
}
AccessTokenPolicy::Builder& AccessTokenPolicy::Builder::max_lifetime(base::Seconds longest) {
  claims_.max_lifetime(longest);
  return *this;
}
AccessTokenPolicy::Builder& AccessTokenPolicy::Builder::allow_any_lifetime() {
  claims_.allow_any_lifetime();
  return *this;
}
AccessTokenPolicy::Builder& AccessTokenPolicy::Builder::scope(std::string needed) {
  scopes_.push_back(std::move(needed));
  return *this;
}
AccessTokenPolicy::Builder& AccessTokenPolicy::Builder::allow_any_scope() {
  any_scope_ = true;
  return *this;
}
AccessTokenPolicy::Builder& AccessTokenPolicy::Builder::client(std::string id) {
  clients_.push_back(std::move(id));
  return *this;
}
AccessTokenPolicy::Builder& AccessTokenPolicy::Builder::leeway(base::Seconds skew) {
  claims_.leeway(skew);
  return *this;
}

base::Result<AccessTokenPolicy> AccessTokenPolicy::Builder::build() const {
  JWTKEEP_TRY(auto claims, claims_.build());
  if (scopes_.empty() == !any_scope_) {
    return fail(
        Reason::bad_value,
        any_scope_ ? "the policy says both one value and any for: scope" : "the policy says nothing about: scope",
        "name the scopes that are needed, or write allow_any_scope()");
  }
  AccessTokenPolicy policy(std::move(claims));
  policy.clients_ = clients_;
  policy.scopes_ = scopes_;
  return policy;
}

base::Result<VerifiedAccessToken> verify_access_token(std::string_view token, const KeyLookup& lookup,
                                                      const AccessTokenPolicy& policy, base::Instant now,
                                                      TokenLimits limits) {
  JWTKEEP_TRY(auto verified, verify(token, lookup, policy.claims(), now, limits));
  VerifiedAccessToken access(std::move(verified));
  JWTKEEP_TRY(access.subject_, needed_text(access.claims(), "sub"));
  JWTKEEP_TRY(access.client_, needed_text(access.claims(), "client_id"));
  JWTKEEP_TRY(access.id_, needed_text(access.claims(), "jti"));
  JWTKEEP_TRY(access.scopes_, scopes_of(access.claims()));
  JWTKEEP_CHECK(check_client(access.client_, policy));
  JWTKEEP_CHECK(check_scopes(access.scopes_, policy));
  return access;
}

base::Result<std::string> sign_access_token(const SigningKey& key, const base::Json& claims) {
  for (const auto* name : {"iss", "sub", "client_id", "jti"}) {
    if (const auto text = needed_text(claims, name); !text) return fail(Reason::bad_value, text.error().what);
  }
  for (const auto* name : {"exp", "iat"}) {
    const auto date = numeric_date(claims, name);
    if (!date) return fail(Reason::bad_value, date.error().what);
    if (!*date) return fail(Reason::bad_value, "the token has no \"" + std::string(name) + "\"");
  }
  const auto* audience = claims.find("aud");
  if (audience == nullptr) return fail(Reason::bad_value, "the token has no \"aud\"");
  const auto audiences = audiences_of(*audience);
  if (!audiences || audiences->empty()) return fail(Reason::bad_value, "the token's \"aud\" names nobody");
  if (const auto scopes = scopes_of(claims); !scopes) return fail(Reason::bad_value, scopes.error().what);
  return sign_jwt(key, claims, kType);
}

}  // namespace jwtkeep::jose
