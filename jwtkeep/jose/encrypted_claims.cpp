#include "jwtkeep/jose/encrypted_claims.hpp"

#include "jwtkeep/jose/media_type.hpp"
#include "jwtkeep/jose/replicated_claims.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Reason;

const std::string* protected_text(const DecryptedToken& opened, std::string_view name) {
  const auto* member = opened.protected_header().find(name);
  return member == nullptr ? nullptr : member->string();
}

}  // namespace

bool says_nested(const DecryptedToken& opened) {
  const auto* cty = protected_text(opened, "cty");
  return cty != nullptr && same_media_type(*cty, "JWT");
}

base::Result<base::Json> encrypted_claims(const DecryptedToken& opened, const VerifyPolicy& policy, base::Instant now) {
  if (says_nested(opened)) {
    return fail(Reason::wrong_type, "the encrypted token holds a signed token (cty JWT), not claims",
                "verify that one too: decrypt_then_verify");
  }
  const auto* typ = protected_text(opened, "typ");
  JWTKEEP_CHECK(check_type(typ == nullptr ? std::nullopt : std::optional(*typ), policy));
  auto claims = base::parse_json(opened.plaintext());
  if (!claims || !claims->is_object()) {
    return fail(Reason::malformed, "the token opened, but its content is no JSON object: this is no JWT");
  }
  JWTKEEP_CHECK(check_claims(*claims, policy, now));
  JWTKEEP_CHECK(check_replicated_claims(opened.header(), *claims));
  return claims;
}

}  // namespace jwtkeep::jose
