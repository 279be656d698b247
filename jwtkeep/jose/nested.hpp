// JSON Web Tokens that are signed and then encrypted (RFC 7519 section 11.2): who wrote them is known, and strangers
// cannot read them.
#pragma once

#include <string>
#include <string_view>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/jose/jwe.hpp"
#include "jwtkeep/jose/jwt.hpp"

namespace jwtkeep::jose {

/// A nested token in compact form: the claims signed as by `sign_jwt`, that token encrypted, with `cty` `JWT`
/// (RFC 7519 section 5.2). Errors: those of `sign_jwt` and `encrypt_compact`.
base::Result<std::string> sign_then_encrypt(const SigningKey& signer, const EncryptionKey& recipient, Enc enc,
                                            const base::Json& claims, const EncryptOptions& options = {});

/// Opens the outer token and verifies the inner one. That a token opened with our key says nothing of its writer, so an
/// inner signature is demanded: an encrypted token of bare claims is `malformed`, as is a token that is only signed.
/// Errors: `wrong_type` when the protected header's `cty` is not `JWT`; those of `decrypt` and `verify`;
/// `wrong_issuer`, `wrong_audience` or `malformed` when the outer header repeats `iss`, `aud` or `sub` and not as the
/// claims have it (RFC 7519 section 5.3).
base::Result<VerifiedToken> decrypt_then_verify(std::string_view token, const DecryptKeyLookup& decryption_keys,
                                                const DecryptPolicy& decrypt_policy, const KeyLookup& verify_keys,
                                                const VerifyPolicy& verify_policy, base::Instant now);

}  // namespace jwtkeep::jose
