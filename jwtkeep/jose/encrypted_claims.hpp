// JSON Web Tokens that are encrypted and not signed (RFC 7519 section 7.2). With a symmetric key this is enough: only
// who has it can have written them. With RSA-OAEP and ECDH-ES anybody can who has the public key: sign first
// (nested.hpp).
#pragma once

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/jose/claims.hpp"
#include "jwtkeep/jose/jwe.hpp"

namespace jwtkeep::jose {

/// Whether the token says that it holds a token instead of claims: `cty` `JWT` (RFC 7519 section 5.2). What the tag
/// does not cover says nothing.
bool says_nested(const DecryptedToken& opened);

/// The claims of a token that `decrypt` has opened; the policy's algorithms are those of signatures and count for
/// nothing here. Errors: `wrong_type` for a nested token, and as in `check_type` for the protected header's `typ`;
/// `malformed` for content that is no JSON object; those of `check_claims`; those of `decrypt_then_verify` for claims
/// that the header repeats (RFC 7519 section 5.3).
base::Result<base::Json> encrypted_claims(const DecryptedToken& opened, const VerifyPolicy& policy, base::Instant now);

}  // namespace jwtkeep::jose
