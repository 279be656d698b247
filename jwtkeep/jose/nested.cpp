#include "jwtkeep/jose/nested.hpp"

#include "jwtkeep/jose/encrypted_claims.hpp"
#include "jwtkeep/jose/replicated_claims.hpp"

namespace jwtkeep::jose {

base::Result<std::string> sign_then_encrypt(const SigningKey& signer, const EncryptionKey& recipient, Enc enc,
                                            const base::Json& claims, const EncryptOptions& options) {
  JWTKEEP_TRY(const auto signed_token, sign_jwt(signer, claims));
  return encrypt_compact(recipient, enc, base::Json::object({{"cty", "JWT"}}), base::SecretBytes::copy_of(signed_token),
                         options);
}

base::Result<VerifiedToken> decrypt_then_verify(std::string_view token, const DecryptKeyLookup& decryption_keys,
                                                const DecryptPolicy& decrypt_policy, const KeyLookup& verify_keys,
                                                const VerifyPolicy& verify_policy, base::Instant now) {
  JWTKEEP_TRY(const auto opened, decrypt(token, decryption_keys, decrypt_policy));
  if (!says_nested(opened)) {
    return base::fail(base::Reason::wrong_type,
                      "the encrypted token does not say that it holds a token (cty JWT, RFC 7519 section 5.2)",
                      "have its sender sign first and encrypt the signed token");
  }
  JWTKEEP_TRY(auto verified, opened.plaintext().reveal([&](base::ByteView text) {
    return verify(base::as_text(text), verify_keys, verify_policy, now, {decrypt_policy.limits.size_bytes});
  }));
  JWTKEEP_CHECK(check_replicated_claims(opened.header(), verified.claims()));
  return verified;
}

}  // namespace jwtkeep::jose
