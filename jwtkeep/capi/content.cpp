// Encrypted tokens.
#include <fmt/format.h>

#include "jwtkeep/capi/guard.hpp"
#include "jwtkeep/capi/handles.hpp"
#include "jwtkeep/jose/jwe.hpp"
#include "jwtkeep/jose/jwe_jwk.hpp"
#include "jwtkeep/jose/name_list.hpp"

namespace {

using namespace jwtkeep;
using base::fail;
using base::Reason;

base::Result<jose::Enc> enc_of(const std::string& name) {
  if (const auto enc = jose::enc_from_name(name)) return *enc;
  return fail(Reason::bad_value, fmt::format("no content encryption is called {}", base::quote_json(name)),
              "choose one of " + jose::name_list(jose::encs()));
}

base::Result<std::optional<jose::JweAlg>> alg_of(const char* alg) {
  if (alg == nullptr) return std::optional<jose::JweAlg>{};
  JWTKEEP_TRY(const auto name, capi::name(alg, "alg"));
  if (const auto found = jose::jwe_alg_from_name(name)) return found;
  if (auto refusal = jose::refusal_by_name(name)) return std::unexpected(*std::move(refusal));
  return fail(Reason::bad_value, fmt::format("no algorithm that encrypts is called {}", base::quote_json(name)),
              "choose one of " + jose::name_list(jose::jwe_algs()));
}

struct Opening {
  std::vector<jose::DecryptionKey> keys;
  base::Error last{Reason::key_unknown, "none of the keys decrypts", {}};
};

/// A JWK of no `alg` opens what is encrypted with the token's, as far as its kind goes: what the token says is compared
/// with what the key can be, and the key's own `alg` is never overruled.
Opening decryption_keys(const jwtkeep_keys& keys, const jose::JweHeader& header, const std::vector<jose::Enc>& encs) {
  Opening opening;
  const auto alg = jose::jwe_alg_from_name(header.alg_name());
  for (const auto& jwk : keys.jwks) {
    if (jwk.kid && header.kid() && *jwk.kid != *header.kid()) continue;
    const auto wanted = jwk.jwe_alg || jwk.enc ? std::nullopt : alg;
    auto key = jose::decryption_key(jwk, wanted, wanted == jose::JweAlg::dir ? encs : jose::AllowedEncs{});
    if (key) {
      opening.keys.push_back(*std::move(key));
    } else {
      opening.last = std::move(key).error();
    }
  }
  return opening;
}

}  // namespace

jwtkeep_error* jwtkeep_encrypt(const jwtkeep_keys* keys, const char* alg, const char* enc, const void* content,
                               size_t size, jwtkeep_text** token) {
  return capi::guarded([&]() -> base::Result<void> {
    JWTKEEP_CHECK(capi::there(keys, "keys"));
    JWTKEEP_CHECK(capi::there(static_cast<const void*>(token), "token"));
    JWTKEEP_TRY(const auto plain, capi::bytes(content, size, "content"));
    if (keys->jwks.size() != 1) {
      return fail(Reason::bad_value, "a token is encrypted to one key, and these are several",
                  "give the recipient's key alone");
    }
    JWTKEEP_TRY(const auto wanted, alg_of(alg));
    JWTKEEP_TRY(const auto enc_name, capi::name(enc == nullptr ? "A256GCM" : enc, "enc"));
    JWTKEEP_TRY(const auto cipher, enc_of(enc_name));
    const bool is_direct = wanted == jose::JweAlg::dir;
    JWTKEEP_TRY(const auto key, jose::encryption_key(keys->jwks.front(), wanted,
                                                     is_direct ? jose::AllowedEncs{cipher} : jose::AllowedEncs{}));
    JWTKEEP_TRY(auto made, jose::encrypt_compact(key, cipher, {}, base::SecretBytes::copy_of(plain)));
    *token = new jwtkeep_text{std::move(made)};
    return {};
  });
}

jwtkeep_error* jwtkeep_decrypt(const jwtkeep_keys* keys, const char* const* encs, size_t encs_count, const char* token,
                               size_t size, jwtkeep_secret** content, jwtkeep_text** header) {
  return capi::guarded([&]() -> base::Result<void> {
    JWTKEEP_CHECK(capi::there(keys, "keys"));
    JWTKEEP_CHECK(capi::there(static_cast<const void*>(content), "content"));
    JWTKEEP_TRY(const auto text, capi::text(token, size, "token"));
    JWTKEEP_TRY(const auto names, capi::names(encs, encs_count, "encs"));
    jose::DecryptPolicy policy;
    for (const auto& name : names) {
      JWTKEEP_TRY(const auto enc, enc_of(name));
      policy.encs.push_back(enc);
    }
    if (policy.encs.empty()) {
      return fail(Reason::bad_value, "encs is empty, so that nothing would be opened", "give A256GCM, for one");
    }
    JWTKEEP_TRY(const auto parsed, jose::EncryptedToken::parse(text, policy.limits));
    auto opening = decryption_keys(*keys, parsed.recipients().front().header, policy.encs);
    base::Result<jose::DecryptedToken> opened = std::unexpected(std::move(opening.last));
    for (const auto& key : opening.keys) {
      opened = jose::decrypt(text, key, policy);
      if (opened || opened.error().reason != Reason::decryption_failed) break;
    }
    if (!opened) return std::unexpected(std::move(opened).error());
    auto plain = std::make_unique<jwtkeep_secret>();
    if (header != nullptr) *header = new jwtkeep_text{base::write_json(opened->header())};
    plain->bytes = std::move(*opened).plaintext();
    *content = plain.release();
    return {};
  });
}
