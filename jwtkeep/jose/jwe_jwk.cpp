#include "jwtkeep/jose/jwe_jwk.hpp"

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/key_agreement.hpp"
#include "jwtkeep/jose/curve_name.hpp"
#include "jwtkeep/jose/jwk_kid.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Json;
using base::Reason;

std::optional<JweAlg> usual_alg(const JwkMaterial& material) {
  const auto kind = kind_of(material);
  if (!kind) return std::nullopt;
  if (*kind == crypto::KeyKind::rsa) return JweAlg::RSA_OAEP_256;
  if (crypto::can_agree(*kind)) return JweAlg::ECDH_ES;
  return std::nullopt;
}

base::Result<JweAlg> choose_alg(const Jwk& jwk, std::optional<JweAlg> wanted) {
  if (jwk.alg) {
    return fail(Reason::alg_not_allowed,
                "the JWK is for " + std::string(name(*jwk.alg)) + ", which signs: it does not encrypt");
  }
  const auto named = jwk.enc ? std::optional(JweAlg::dir) : jwk.jwe_alg;
  if (wanted && named && *wanted != *named) {
    return fail(Reason::alg_not_allowed,
                "the JWK is for " + std::string(name(*named)) + ", not for " + std::string(name(*wanted)));
  }
  if (named) return *named;
  if (wanted) return *wanted;
  if (const auto usual = usual_alg(jwk.material)) return *usual;
  if (const auto kind = kind_of(jwk.material)) {
    return fail(Reason::key_mismatch, "an " + std::string(crypto::describe(*kind)) + " key does not encrypt");
  }
  return fail(Reason::alg_not_allowed, "the symmetric JWK names no \"alg\"", "say which algorithm it is for: A256KW");
}

struct Choice {
  JweAlg alg;
  AllowedEncs encs;
};

base::Result<Choice> choose(const Jwk& jwk, bool may, std::optional<JweAlg> alg, AllowedEncs encs) {
  if (!may) {
    return fail(Reason::key_mismatch, "the JWK's \"use\" or \"key_ops\" says that the key is not for this");
  }
  JWTKEEP_TRY(const auto chosen, choose_alg(jwk, alg));
  if (jwk.enc) {
    if (!encs.empty() && encs != AllowedEncs{*jwk.enc}) {
      return fail(Reason::alg_not_allowed, "the JWK is for " + std::string(name(*jwk.enc)) + " alone");
    }
    encs = {*jwk.enc};
  }
  return Choice{chosen, std::move(encs)};
}

/// A `dir` key is named by what it encrypts content with, so that it is read as it was written.
Json head(const std::string& kid, JweAlg alg, const AllowedEncs& encs, KeyType type) {
  auto jwk = Json::object({{"kty", name(type)}, {"use", "enc"}});
  jwk.set("alg", alg == JweAlg::dir ? name(encs.front()) : name(alg));
  if (!kid.empty()) jwk.set("kid", kid);
  return jwk;
}

}  // namespace

base::Result<EncryptionKey> encryption_key(const Jwk& jwk, std::optional<JweAlg> alg, AllowedEncs encs) {
  JWTKEEP_TRY(auto choice, choose(jwk, jwk.may.encrypt || jwk.may.decrypt, alg, std::move(encs)));
  if (const auto* secret = std::get_if<base::SecretBytes>(&jwk.material)) {
    return EncryptionKey::make(kid_of(jwk), choice.alg, secret->clone(), std::move(choice.encs));
  }
  if (const auto* pair = std::get_if<crypto::PrivateKey>(&jwk.material)) {
    return EncryptionKey::make(kid_of(jwk), choice.alg, pair->public_key(), std::move(choice.encs));
  }
  return EncryptionKey::make(kid_of(jwk), choice.alg, std::get<crypto::PublicKey>(jwk.material),
                             std::move(choice.encs));
}

base::Result<DecryptionKey> decryption_key(const Jwk& jwk, std::optional<JweAlg> alg, AllowedEncs encs) {
  if (jwk.is_public()) return fail(Reason::key_mismatch, "a public key cannot decrypt");
  JWTKEEP_TRY(auto choice, choose(jwk, jwk.may.decrypt, alg, std::move(encs)));
  if (const auto* secret = std::get_if<base::SecretBytes>(&jwk.material)) {
    return DecryptionKey::make(kid_of(jwk), choice.alg, secret->clone(), std::move(choice.encs));
  }
  return DecryptionKey::make(kid_of(jwk), choice.alg, std::get<crypto::PrivateKey>(jwk.material),
                             std::move(choice.encs));
}

base::Result<Json> public_jwk(const EncryptionKey& key) {
  const auto* pair = key.public_key();
  if (pair == nullptr) return fail(Reason::bad_value, "a symmetric key has no public part");
  auto jwk = head(key.kid(), key.alg(), key.encs(), key_type(pair->kind()));
  write_material(jwk, *pair);
  return jwk;
}

Json private_jwk(const DecryptionKey& key) {
  if (const auto* secret = key.secret()) {
    auto jwk = head(key.kid(), key.alg(), key.encs(), KeyType::oct);
    jwk.set("k", base::base64url_encode_secret(*secret));
    return jwk;
  }
  auto jwk = head(key.kid(), key.alg(), key.encs(), key_type(key.private_key()->kind()));
  write_material(jwk, *key.private_key());
  return jwk;
}

}  // namespace jwtkeep::jose
