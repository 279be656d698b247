#include "jws_sample.hpp"

namespace jwtkeep::jose {

JwsPolicy lenient_jws() {
  return {.algs = {std::begin(kEveryAlg), std::end(kEveryAlg)}, .allow_any_type = true, .allow_json = true};
}

std::string reason_of(const base::Result<VerifiedPayload>& verified) {
  return verified ? "none" : std::string(base::word(verified.error().reason));
}

std::string jws_refusal(std::string_view token, const VerifyKey& key) {
  return reason_of(verify_payload(token, key, lenient_jws()));
}

std::string forge_flattened(const SigningKey& key, std::string_view protected_header, std::string_view unprotected,
                            std::string_view payload) {
  const auto encoded = base::base64url_encode(base::as_bytes(protected_header));
  const auto signature = sign_text(key, encoded + "." + std::string(payload));
  std::string token = "{";
  if (!protected_header.empty()) token += R"("protected":")" + encoded + R"(",)";
  if (!unprotected.empty()) token += R"("header":)" + std::string(unprotected) + ",";
  return token + R"("payload":)" + base::quote_json(payload) + R"(,"signature":")" + signature + R"("})";
}

SigningKey nameless(Alg alg) {
  const auto& key = sample_key(alg);
  if (const auto* secret = key.secret()) return SigningKey::make("", alg, secret->clone()).value();
  return SigningKey::make("", alg, *key.private_key()).value();
}

}  // namespace jwtkeep::jose
