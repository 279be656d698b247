#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/capi/guard.hpp"
#include "jwtkeep/capi/handles.hpp"
#include "jwtkeep/crypto/certificate.hpp"

namespace {

using namespace jwtkeep;
using base::fail;
using base::Reason;

base::Result<base::SecretBytes> input(const void* data, std::size_t size, const char* what) {
  JWTKEEP_TRY(const auto view, capi::bytes(data, size, what, capi::kMostSecretBytes));
  if (view.empty()) return fail(Reason::bad_value, std::string(what) + " is empty", "give a key");
  return base::SecretBytes::copy_of(view);
}

base::Result<base::SecretBytes> key_of(base::SecretBytes secret, int form) {
  if (form == JWTKEEP_FORM_TEXT) return secret;
  if (form != JWTKEEP_FORM_BYTES) return fail(Reason::bad_value, "form is neither text nor bytes");
  auto bytes = secret.reveal(base::decode_secret_text);
  if (bytes && !bytes->empty()) return *std::move(bytes);
  return fail(Reason::bad_value, "the secret is neither hex nor base64 nor base64url",
              "give it as text, where its characters are the key");
}

base::Result<jose::JwkMaterial> pem_material(const base::SecretBytes& text) {
  const auto has = [&](std::string_view piece) {
    return text.reveal([&](base::ByteView bytes) { return base::as_text(bytes).contains(piece); });
  };
  if (!has("-----BEGIN ")) {
    return fail(Reason::bad_value, "the key is no PEM: no line begins with -----BEGIN",
                "give a PEM text; a JWK is given as a JWK");
  }
  if (has("PRIVATE KEY-----")) {
    JWTKEEP_TRY(auto key, crypto::PrivateKey::from_pem(text));
    return key;
  }
  return text.reveal([](base::ByteView bytes) -> base::Result<jose::JwkMaterial> {
    if (const auto der = crypto::certificate_in_pem(base::as_text(bytes))) {
      JWTKEEP_TRY(auto key, crypto::certificate_key(*der));
      return key;
    }
    JWTKEEP_TRY(auto key, crypto::PublicKey::from_pem(base::as_text(bytes)));
    return key;
  });
}

base::Result<std::optional<std::string>> kid_of(const char* kid) {
  if (kid == nullptr) return std::optional<std::string>{};
  JWTKEEP_TRY(auto text, capi::name(kid, "kid"));
  return std::optional(std::move(text));
}

jwtkeep_keys one(jose::Jwk jwk, bool is_secret = false) {
  jwtkeep_keys keys{.jwks = {}, .is_secret = is_secret};
  keys.jwks.push_back(std::move(jwk));
  return keys;
}

}  // namespace

jwtkeep_error* jwtkeep_keys_from_secret(const void* secret, size_t size, int form, const char* kid,
                                        jwtkeep_keys** keys) {
  return capi::guarded([&]() -> base::Result<void> {
    JWTKEEP_CHECK(capi::there(static_cast<const void*>(keys), "keys"));
    JWTKEEP_TRY(auto text, input(secret, size, "secret"));
    jose::Jwk jwk;
    JWTKEEP_TRY(jwk.kid, kid_of(kid));
    JWTKEEP_TRY(auto key, key_of(std::move(text), form));
    jwk.material = std::move(key);
    *keys = new jwtkeep_keys(one(std::move(jwk), true));
    return {};
  });
}

jwtkeep_error* jwtkeep_keys_from_jwk(const void* json, size_t size, jwtkeep_keys** keys) {
  return capi::guarded([&]() -> base::Result<void> {
    JWTKEEP_CHECK(capi::there(static_cast<const void*>(keys), "keys"));
    JWTKEEP_TRY(const auto text, input(json, size, "json"));
    JWTKEEP_TRY(auto jwk, jose::parse_jwk(text));
    *keys = new jwtkeep_keys(one(std::move(jwk)));
    return {};
  });
}

jwtkeep_error* jwtkeep_keys_from_jwks(const void* json, size_t size, jwtkeep_keys** keys) {
  return capi::guarded([&]() -> base::Result<void> {
    JWTKEEP_CHECK(capi::there(static_cast<const void*>(keys), "keys"));
    JWTKEEP_TRY(const auto text, input(json, size, "json"));
    JWTKEEP_TRY(auto set, jose::parse_jwks(text));
    if (set.keys.empty()) {
      return fail(Reason::bad_value,
                  "the JWK set holds no key" +
                      (set.skipped.empty() ? std::string{} : ": its first entry: " + set.skipped.front().why),
                  "see what its entries lack, or give another set");
    }
    *keys = new jwtkeep_keys{.jwks = std::move(set.keys), .is_secret = false};
    return {};
  });
}

jwtkeep_error* jwtkeep_keys_from_pem(const void* pem, size_t size, const char* kid, jwtkeep_keys** keys) {
  return capi::guarded([&]() -> base::Result<void> {
    JWTKEEP_CHECK(capi::there(static_cast<const void*>(keys), "keys"));
    JWTKEEP_TRY(const auto text, input(pem, size, "pem"));
    jose::Jwk jwk;
    JWTKEEP_TRY(jwk.kid, kid_of(kid));
    JWTKEEP_TRY(jwk.material, pem_material(text));
    *keys = new jwtkeep_keys(one(std::move(jwk)));
    return {};
  });
}

size_t jwtkeep_keys_count(const jwtkeep_keys* keys) { return keys == nullptr ? 0 : keys->jwks.size(); }

jwtkeep_error* jwtkeep_keys_public_jwks(const jwtkeep_keys* keys, jwtkeep_text** jwks) {
  return capi::guarded([&]() -> base::Result<void> {
    JWTKEEP_CHECK(capi::there(keys, "keys"));
    JWTKEEP_CHECK(capi::there(static_cast<const void*>(jwks), "jwks"));
    jose::PublicJwks set;
    for (const auto& jwk : keys->jwks) {
      if (std::holds_alternative<base::SecretBytes>(jwk.material)) {
        return fail(Reason::bad_value, "a symmetric key has no public half", "publish key pairs only");
      }
      JWTKEEP_TRY(const auto key, jose::verify_key(jwk));
      JWTKEEP_CHECK(set.add(key));
    }
    *jwks = new jwtkeep_text{base::write_json(set.to_json())};
    return {};
  });
}

void jwtkeep_keys_free(jwtkeep_keys* keys) { delete keys; }
