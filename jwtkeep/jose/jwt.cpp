#include "jwtkeep/jose/jwt.hpp"

#include "jwtkeep/jose/secret_members.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Reason;

}  // namespace

base::Result<VerifiedToken> verify(std::string_view token, const KeyLookup& lookup, const VerifyPolicy& policy,
                                   base::Instant now, TokenLimits limits) {
  JWTKEEP_TRY(const auto parsed, UnverifiedToken::parse(token, limits));
  JWTKEEP_TRY(const auto key, lookup(parsed));
  if (!policy.allows(key.alg())) {
    return fail(Reason::alg_not_allowed,
                "the key's algorithm " + std::string(name(key.alg())) + " is not allowed here");
  }
  JWTKEEP_CHECK(verify_signature(parsed, key));
  JWTKEEP_CHECK(check_type(parsed.typ(), policy));
  JWTKEEP_TRY(auto claims, base::parse_json(base::as_text(parsed.untrusted_payload())));
  if (!claims.is_object()) return fail(Reason::malformed, "the token's payload is JSON, but not an object");
  JWTKEEP_CHECK(check_claims(claims, policy, now));
  return VerifiedToken(std::move(claims), parsed.header(), key.kid(), key.alg());
}

base::Result<std::string> sign_jwt(const SigningKey& key, const base::Json& claims, std::string_view typ) {
  if (!claims.is_object()) return fail(Reason::bad_value, "the claims are not a JSON object");
  if (holds_secret(claims)) return fail(Reason::bad_value, "the claims hold a secret: a token is readable by anybody");
  auto extras = base::Json::object();
  if (!typ.empty()) extras.set("typ", typ);
  const auto payload = base::write_json(claims);
  if (!base::is_utf8(base::as_bytes(payload))) return fail(Reason::bad_value, "the claims are not valid UTF-8");
  return sign_compact(key, extras, base::as_bytes(payload));
}

}  // namespace jwtkeep::jose
