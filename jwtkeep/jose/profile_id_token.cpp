#include "jwtkeep/jose/profile_id_token.hpp"

#include <algorithm>

#include "jwtkeep/jose/claim_values.hpp"
#include "jwtkeep/jose/token_hash.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Json;
using base::Reason;

/// OpenID Connect Core section 2: at most 255 ASCII characters.
base::Result<std::string> subject_of(const Json& claims) {
  JWTKEEP_TRY(auto subject, needed_text(claims, "sub"));
  constexpr std::size_t kLongest = 255;
  if (subject.size() > kLongest || std::ranges::any_of(subject, [](char c) { return (c & 0x80) != 0; })) {
    return fail(Reason::malformed, "the claim \"sub\" is not at most 255 ASCII characters");
  }
  return subject;
}

/// Of a public or a private key; nothing where there is none, as for HMAC.
template <class Key>
std::optional<crypto::KeyKind> kind_of(const Key* key) {
  return key == nullptr ? std::nullopt : std::optional(key->kind());
}

}  // namespace

/// One token's claims beside those that `VerifyPolicy` knows.
class IdTokenCheck {
 public:
  IdTokenCheck(const VerifiedToken& token, TokenHash hash, const IdTokenPolicy& policy, base::Instant now)
      : claims_(token.claims()), hash_(hash), policy_(policy), now_(seconds_of(now)) {}

  base::Result<void> run() const {
    JWTKEEP_CHECK(check_audiences());
    JWTKEEP_CHECK(check_nonce());
    JWTKEEP_CHECK(check_acr());
    JWTKEEP_CHECK(check_auth_time());
    JWTKEEP_CHECK(check_hash("at_hash", policy_.access_token_, policy_.needs_at_hash_));
    return check_hash("c_hash", policy_.code_, true);
  }

 private:
  base::Result<void> check_audiences() const {
    JWTKEEP_TRY(const auto audiences, audiences_of(*claims_.find("aud")));
    for (const auto& audience : audiences) {
      if (audience == policy_.client_) continue;
      if (std::ranges::find(policy_.trusted_audiences_, audience) == policy_.trusted_audiences_.end()) {
        return fail(Reason::wrong_audience, "the token is for an audience that is not trusted too");
      }
    }
    JWTKEEP_TRY(const auto party, text_claim(claims_, "azp"));
    if (!party && audiences.size() > 1) {
      return fail(Reason::missing_claim, "the token is for several audiences, and has no \"azp\"");
    }
    if (party && *party != policy_.client_) {
      return fail(Reason::wrong_audience, "the token was issued to another client (azp)");
    }
    return {};
  }

  base::Result<void> check_nonce() const {
    JWTKEEP_TRY(const auto nonce, text_claim(claims_, "nonce"));
    if (!policy_.nonce_) return {};
    if (!nonce) return fail(Reason::missing_claim, "the token has no \"nonce\"");
    if (*nonce == *policy_.nonce_) return {};
    return fail(Reason::missing_claim, "the token's \"nonce\" is not the one of this login",
                "the token is of another login, or was replayed: begin the login anew");
  }

  base::Result<void> check_acr() const {
    JWTKEEP_TRY(const auto acr, text_claim(claims_, "acr"));
    if (policy_.acrs_.empty()) return {};
    if (acr && std::ranges::find(policy_.acrs_, *acr) != policy_.acrs_.end()) return {};
    return fail(Reason::missing_claim, "the token's \"acr\" is none of those that are enough");
  }

  base::Result<void> check_auth_time() const {
    JWTKEEP_TRY(const auto at, numeric_date(claims_, "auth_time"));
    if (!policy_.max_auth_age_) return {};
    if (!at) return fail(Reason::missing_claim, "the token has no \"auth_time\"");
    const auto leeway = static_cast<double>(policy_.claims_.leeway().count());
    if (*at > now_ + leeway) return fail(Reason::not_yet_valid, "the login was in the future (auth_time)");
    if (now_ > *at + static_cast<double>(policy_.max_auth_age_->count()) + leeway) {
      return fail(Reason::expired, "the login was longer ago than is allowed (auth_time)",
                  "ask the person to log in again");
    }
    return {};
  }

  base::Result<void> check_hash(std::string_view name, const std::optional<IdTokenPolicy::Hashes>& expected,
                                bool is_needed) const {
    JWTKEEP_TRY(const auto found, text_claim(claims_, name));
    if (!expected || (!found && !is_needed)) return {};
    if (!found) return fail(Reason::missing_claim, "the token has no \"" + std::string(name) + "\"");
    const auto row = std::ranges::find(*expected, hash_, &IdTokenPolicy::Hashes::value_type::first);
    if (row != expected->end() && row->second == *found) return {};
    return fail(Reason::missing_claim, "the token's \"" + std::string(name) + "\" is not of what came with it",
                "the access token or the code was exchanged on its way: begin the login anew");
  }

  const Json& claims_;
  TokenHash hash_;
  const IdTokenPolicy& policy_;
  double now_;
};

base::Result<VerifiedIdToken> verify_id_token(std::string_view token, const KeyLookup& lookup,
                                              const IdTokenPolicy& policy, base::Instant now, TokenLimits limits) {
  std::optional<crypto::KeyKind> kind;
  const auto noting = [&](const UnverifiedToken& unverified) -> base::Result<VerifyKey> {
    JWTKEEP_TRY(auto key, lookup(unverified));
    kind = kind_of(key.public_key());
    return key;
  };
  JWTKEEP_TRY(auto verified, verify(token, noting, policy.claims_, now, limits));
  JWTKEEP_CHECK(IdTokenCheck(verified, token_hash_for(verified.alg(), kind), policy, now).run());
  VerifiedIdToken id(std::move(verified));
  JWTKEEP_TRY(id.subject_, subject_of(id.claims()));
  return id;
}

base::Result<std::string> sign_id_token(const SigningKey& key, const Json& claims, const IssuedWith& with) {
  const auto refuse = [](const auto& error) { return fail(Reason::bad_value, error.what); };
  if (const auto issuer = needed_text(claims, "iss"); !issuer) return refuse(issuer.error());
  if (const auto subject = subject_of(claims); !subject) return refuse(subject.error());
  for (const auto* name : {"exp", "iat"}) {
    const auto date = numeric_date(claims, name);
    if (!date) return refuse(date.error());
    if (!*date) return fail(Reason::bad_value, "the token has no \"" + std::string(name) + "\"");
  }
  const auto* audience = claims.find("aud");
  const auto audiences = audience == nullptr ? std::vector<std::string>{} : audiences_of(*audience);
  if (!audiences || audiences->empty()) return fail(Reason::bad_value, "the token's \"aud\" names nobody");
  auto all = claims;
  for (const auto& [name, text] : {std::pair{"at_hash", with.access_token}, std::pair{"c_hash", with.code}}) {
    if (claims.find(name) != nullptr) {
      return fail(Reason::bad_value, "the claims have \"" + std::string(name) + "\" already");
    }
    if (text) all.set(name, left_half_hash(token_hash_for(key.alg(), kind_of(key.private_key())), *text));
  }
  return sign_jwt(key, all);
}

}  // namespace jwtkeep::jose
