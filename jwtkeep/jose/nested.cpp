#include "jwtkeep/jose/nested.hpp"

#include <algorithm>
#include <utility>

namespace jwtkeep::jose {
namespace {

/// Written `JWT`, read in any case (RFC 7519 section 5.2).
bool is_jwt(const base::Json* cty) {
  if (cty == nullptr || cty->string() == nullptr) return false;
  constexpr std::string_view kJwt = "jwt";
  return std::ranges::equal(*cty->string(), kJwt, {}, [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : int{c}; });
}

/// RFC 7519 section 5.3: whoever routes a token by what stands outside must not be told otherwise than who reads it.
base::Result<void> check_replicas(const base::Json& header, const base::Json& claims) {
  using base::Reason;
  constexpr std::pair<std::string_view, Reason> kReplicas[] = {
      {"iss", Reason::wrong_issuer}, {"sub", Reason::malformed}, {"aud", Reason::wrong_audience}};
  for (const auto& [name, reason] : kReplicas) {
    const auto* outside = header.find(name);
    if (outside == nullptr) continue;
    const auto* inside = claims.find(name);
    if (inside == nullptr || !(*inside == *outside)) {
      return base::fail(reason, "the encrypted token's header has another \"" + std::string(name) +
                                    "\" than its claims (RFC 7519 section 5.3)");
    }
  }
  return {};
}

}  // namespace

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
  if (!is_jwt(opened.protected_header().find("cty"))) {
    return base::fail(base::Reason::wrong_type,
                      "the encrypted token does not say that it holds a token (cty JWT, RFC 7519 section 5.2)",
                      "have its sender sign first and encrypt the signed token");
  }
  JWTKEEP_TRY(auto verified, opened.plaintext().reveal([&](base::ByteView text) {
    return verify(base::as_text(text), verify_keys, verify_policy, now, {decrypt_policy.limits.size_bytes});
  }));
  JWTKEEP_CHECK(check_replicas(opened.header(), verified.claims()));
  return verified;
}

}  // namespace jwtkeep::jose
