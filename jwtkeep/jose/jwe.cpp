#include "jwtkeep/jose/jwe.hpp"

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/jose/jwe_content.hpp"

namespace jwtkeep::jose {
namespace {

using base::base64url_encode;
using base::fail;
using base::Json;
using base::Reason;
using base::SecretBytes;

/// What can be said before any key is looked for.
base::Result<void> check_alg(const JweHeader& header) {
  if (auto refused = refusal_by_name(header.alg_name())) return std::unexpected(*std::move(refused));
  if (!jwe_alg_from_name(header.alg_name())) {
    return fail(Reason::alg_not_allowed, "the token's alg is not one for encryption that is supported");
  }
  return {};
}

base::Result<void> check_key(const JweHeader& header, const DecryptionKey& key, Enc enc) {
  if (header.alg_name() != name(key.alg())) {
    return fail(Reason::alg_not_allowed, "the token's alg is not the key's, which is " + std::string(name(key.alg())));
  }
  if (header.kid() && !key.kid().empty() && *header.kid() != key.kid()) {
    return fail(Reason::key_mismatch, "the token names another key than the one it is opened with");
  }
  if (!key.allows(enc)) return fail(Reason::alg_not_allowed, "the key is not for " + std::string(name(enc)));
  return {};
}

base::Result<Enc> check_enc(const JweHeader& header, const DecryptPolicy& policy) {
  if (!header.protects_enc() && !policy.allow_unprotected_enc) {
    return fail(Reason::alg_not_allowed,
                "the token's enc is not in the protected header, so that anybody can change it");
  }
  const auto enc = enc_from_name(header.enc_name());
  if (!enc || std::ranges::find(policy.encs, *enc) == policy.encs.end()) {
    return fail(Reason::alg_not_allowed, "the token's enc is not allowed here");
  }
  if (header.is_compressed() && !policy.inflate) {
    return fail(Reason::alg_not_allowed, "the token is compressed (zip), which is not allowed here");
  }
  return *enc;
}

base::Result<void> check_sizes(const crypto::EncryptedContent& content, Enc enc) {
  const auto cipher = info(enc).cipher;
  const auto check = [&](std::string_view what, std::size_t size, std::size_t needed) -> base::Result<void> {
    if (size == needed) return {};
    return fail(Reason::malformed, "the token's " + std::string(what) + " has " + std::to_string(size) + " bytes, " +
                                       std::string(name(enc)) + " needs " + std::to_string(needed) +
                                       " (RFC 7518 section 5)");
  };
  JWTKEEP_CHECK(check("iv", content.iv.size(), crypto::iv_size_bytes(cipher)));
  return check("tag", content.tag.size(), crypto::tag_size_bytes(cipher));
}

}  // namespace

/// One token's opening: what has been tried stands here, so that the tries together stay within the policy.
class Opener {
 public:
  Opener(const EncryptedToken& token, const DecryptKeyLookup& lookup, const DecryptPolicy& policy)
      : token_(token), lookup_(lookup), policy_(policy), bounds_{policy.min_p2c, policy.max_p2c, policy.max_p2c} {}

  base::Result<DecryptedToken> run() {
    // With several recipients the last error tells little; that a key was there and failed tells most.
    std::optional<base::Error> worst;
    for (const auto& recipient : token_.recipients()) {
      auto opened = open(recipient);
      if (opened || is_final_) return opened;
      if (!worst || worst->reason != Reason::decryption_failed) worst = std::move(opened).error();
    }
    return std::unexpected(*std::move(worst));
  }

 private:
  base::Result<DecryptedToken> open(const JweRecipient& recipient) {
    const auto& header = recipient.header;
    JWTKEEP_CHECK(check_alg(header));
    JWTKEEP_TRY(const auto enc, check_enc(header, policy_));
    JWTKEEP_TRY(const auto key, lookup_(header));
    JWTKEEP_CHECK(check_key(header, key, enc));
    JWTKEEP_CHECK(check_sizes(token_.content(), enc));
    JWTKEEP_TRY(auto plaintext, decrypt_text(key, enc, recipient));
    DecryptedToken opened;
    opened.plaintext_ = std::move(plaintext);
    opened.header_ = header.json();
    opened.protected_header_ = token_.protected_header();
    opened.aad_ = token_.aad();
    opened.kid_ = key.kid();
    opened.alg_ = key.alg();
    opened.enc_ = enc;
    return opened;
  }

  base::Result<SecretBytes> decrypt_text(const DecryptionKey& key, Enc enc, const JweRecipient& recipient) {
    // Drawn whether it is needed or not (RFC 7516 section 11.5): with it the content fails as with any wrong key.
    auto substitute = crypto::random_secret(key_size_bytes(enc));
    JWTKEEP_TRY(auto received, receive_cek(key, enc, recipient, bounds_));
    const auto cek = received ? *std::move(received) : std::move(substitute);
    auto text =
        crypto::decrypt_content(info(enc).cipher, cek, base::as_bytes(token_.associated_data()), token_.content());
    if (!text) return fail(Reason::decryption_failed, "the token cannot be opened with this key, or was changed");
    is_final_ = true;
    if (!recipient.header.is_compressed()) return *std::move(text);
    return crypto::inflate(*text, *policy_.inflate);
  }

  const EncryptedToken& token_;
  const DecryptKeyLookup& lookup_;
  const DecryptPolicy& policy_;
  Pbes2Bounds bounds_;
  bool is_final_ = false;  ///< the content's tag held: no other recipient can give another answer
};

base::Result<std::string> encrypt_compact(const EncryptionKey& key, Enc enc, const Json& header_extras,
                                          const SecretBytes& plaintext, const EncryptOptions& options) {
  JWTKEEP_CHECK(check_extras(header_extras));
  JWTKEEP_TRY(const auto parcel, make_cek(key, enc, options));
  auto header = Json::object({{"alg", name(key.alg())}, {"enc", name(enc)}});
  if (!key.kid().empty()) header.set("kid", key.kid());
  if (options.compress) header.set("zip", "DEF");
  append_members(header, header_extras);
  append_members(header, parcel.members);
  JWTKEEP_TRY(auto token, encode_header(header));
  JWTKEEP_TRY(const auto content, encrypt_text(enc, parcel.cek, token, plaintext, options));
  for (const auto* part : {&parcel.encrypted_key, &content.iv, &content.ciphertext, &content.tag}) {
    token += '.';
    token += base64url_encode(*part);
  }
  return token;
}

base::Result<DecryptedToken> decrypt(std::string_view token, const DecryptKeyLookup& lookup,
                                     const DecryptPolicy& policy) {
  if (policy.encs.empty()) {
    return fail(Reason::bad_value, "the policy says nothing about encs", "name what is accepted: A256GCM");
  }
  if (!policy.allow_json && token.starts_with('{') && token.size() <= policy.limits.size_bytes) {
    return fail(Reason::malformed, "the token is in the JSON form, which is not taken here",
                "have its sender use the compact form, or allow JSON where it is meant");
  }
  JWTKEEP_TRY(const auto parsed, EncryptedToken::parse(token, policy.limits));
  return Opener(parsed, lookup, policy).run();
}

base::Result<DecryptedToken> decrypt(std::string_view token, const DecryptionKey& key, const DecryptPolicy& policy) {
  return decrypt(token, [&](const JweHeader&) -> base::Result<DecryptionKey> { return key; }, policy);
}

}  // namespace jwtkeep::jose
