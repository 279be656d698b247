#include "jwtkeep/capi/guard.hpp"
#include "jwtkeep/capi/handles.hpp"

using namespace jwtkeep;
using base::fail;
using base::Reason;

jwtkeep_error* jwtkeep_signer_new(const jwtkeep_keys* keys, const char* alg, const char* kid, const char* type,
                                  jwtkeep_signer** signer) {
  return capi::guarded([&]() -> base::Result<void> {
    JWTKEEP_CHECK(capi::there(keys, "keys"));
    JWTKEEP_CHECK(capi::there(static_cast<const void*>(signer), "signer"));
    if (keys->jwks.size() != 1) {
      return fail(Reason::bad_value, "one key signs a token, and these are several", "give the one that signs");
    }
    std::optional<jose::Alg> wanted;
    if (alg != nullptr) {
      JWTKEEP_TRY(wanted, capi::alg(alg));
    } else if (keys->is_secret) {
      wanted = jose::Alg::HS256;
    }
    const auto& jwk = keys->jwks.front();
    if (jwk.is_public()) {
      return fail(Reason::key_mismatch, "the key is a public one: it verifies, and does not sign",
                  "give the private key");
    }
    JWTKEEP_TRY(auto key, jose::signing_key(jwk, wanted));
    if (kid != nullptr) {
      JWTKEEP_TRY(auto name, capi::name(kid, "kid"));
      key = key.named(std::move(name));
    }
    std::string typ = "JWT";
    if (type != nullptr) {
      JWTKEEP_TRY(typ, capi::name(type, "type"));
    }
    JWTKEEP_TRY(auto made, jose::Signer::make(std::move(key), typ));
    *signer = new jwtkeep_signer{std::move(made)};
    return {};
  });
}

jwtkeep_error* jwtkeep_sign(const jwtkeep_signer* signer, const char* claims, size_t size, jwtkeep_text** token) {
  return capi::guarded([&]() -> base::Result<void> {
    JWTKEEP_CHECK(capi::there(signer, "signer"));
    JWTKEEP_CHECK(capi::there(static_cast<const void*>(token), "token"));
    JWTKEEP_TRY(const auto text, capi::text(claims, size, "claims", capi::kMostJsonBytes));
    auto made = std::make_unique<jwtkeep_text>();
    JWTKEEP_CHECK(signer->signer.sign_text(text, made->text));
    *token = made.release();
    return {};
  });
}

void jwtkeep_signer_free(jwtkeep_signer* signer) { delete signer; }
