#include "jwtkeep/keyring/material.hpp"

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/mac.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/jose/thumbprint.hpp"
#include "jwtkeep/keyring/judging.hpp"

namespace jwtkeep::keyring {
namespace {

using base::SecretBytes;

constexpr std::size_t kFingerprintBytes = 16;
constexpr std::size_t kRandomKidBytes = 16;

/// `text` and `bytes` draw as many random bytes as the hash is long (RFC 7518 section 3.2); `text` writes them as hex,
/// and those characters are the key.
SecretBytes random_symmetric(jose::Alg alg, Form form) {
  const auto size_bytes = static_cast<std::size_t>(jose::info(alg).min_key_bits) / 8;
  auto secret = crypto::random_secret(size_bytes);
  return form == Form::text ? base::hex_encode_secret(secret) : std::move(secret);
}

base::Bytes thumbprint_bytes(const std::string& thumbprint) {
  return base::base64url_decode(thumbprint).value_or(base::Bytes{});
}

KeyWithMaterial symmetric_key(jose::Alg alg, SecretBytes material, std::string kid, bool guessable,
                              const SecretBytes& fingerprint_key) {
  KeyWithMaterial made;
  if (kid.empty()) {
    kid = guessable ? base::base64url_encode(crypto::random_bytes(kRandomKidBytes)) : jose::thumbprint(material);
  }
  made.key.kid = std::move(kid);
  made.key.alg = alg;
  made.key.fingerprint = material.reveal([&](base::ByteView bytes) { return fingerprint(fingerprint_key, bytes); });
  made.material = std::move(material);
  return made;
}

base::Result<KeyWithMaterial> asymmetric_key(jose::Alg alg, const crypto::PrivateKey& key, std::string kid,
                                             const SecretBytes& fingerprint_key) {
  const auto thumbprint = jose::thumbprint(key.public_key());
  if (kid.empty()) kid = thumbprint;
  JWTKEEP_TRY(const auto verifying, jose::VerifyKey::make(kid, alg, key.public_key()));
  KeyWithMaterial made;
  JWTKEEP_TRY(made.key.public_jwk, jose::public_jwk(verifying));
  made.key.kid = std::move(kid);
  made.key.alg = alg;
  made.key.fingerprint = fingerprint(fingerprint_key, thumbprint_bytes(thumbprint));
  made.material = key.to_pkcs8();
  return made;
}

}  // namespace

base::Bytes fingerprint(const SecretBytes& fingerprint_key, base::ByteView true_bytes) {
  auto tag = crypto::hmac(crypto::Hash::sha256, fingerprint_key, true_bytes);
  tag.resize(kFingerprintBytes);
  return tag;
}

base::Result<KeyWithMaterial> make_key(const Policy& policy, const SecretBytes& fingerprint_key) {
  const auto kind = jose::kind_for(policy.alg);
  if (!kind) {
    auto secret = random_symmetric(policy.alg, policy.form);
    // No CSPRNG gives such a secret; a machine whose random source is broken does.
    if (strength::judge(secret, judging(policy.alg)).strength != strength::Strength::strong) {
      return base::fail(base::Reason::weak_secret, "this machine's random source gave a secret that can be guessed",
                        "do not make secrets on this machine: find out what is wrong with its random source");
    }
    return symmetric_key(policy.alg, std::move(secret), {}, false, fingerprint_key);
  }
  JWTKEEP_TRY(const auto key, crypto::PrivateKey::generate(*kind));
  return asymmetric_key(policy.alg, key, {}, fingerprint_key);
}

base::Result<KeyWithMaterial> adopt_key(jose::Alg alg, SecretBytes material, std::string kid, bool guessable,
                                        const SecretBytes& fingerprint_key) {
  if (!jose::is_symmetric(alg)) {
    JWTKEEP_TRY(const auto key, crypto::PrivateKey::from_pkcs8(material));
    return asymmetric_key(alg, key, std::move(kid), fingerprint_key);
  }
  // Checked by making the JOSE key that will use it.
  JWTKEEP_CHECK(
      jose::SigningKey::make(kid, alg, material.clone(), guessable ? jose::SecretSize::any : jose::SecretSize::full));
  return symmetric_key(alg, std::move(material), std::move(kid), guessable, fingerprint_key);
}

base::Result<jose::SigningKey> signing_key(const Key& key, const SecretBytes& material) {
  if (jose::is_symmetric(key.alg)) {
    return jose::SigningKey::make(key.kid, key.alg, material.clone(), jose::SecretSize::any);
  }
  JWTKEEP_TRY(auto pair, crypto::PrivateKey::from_pkcs8(material));
  return jose::SigningKey::make(key.kid, key.alg, std::move(pair));
}

base::Result<jose::VerifyKey> verify_key(const Key& key, const SecretBytes* material) {
  if (jose::is_symmetric(key.alg)) {
    if (material == nullptr) return base::fail(base::Reason::internal, "a symmetric key verifies with its secret only");
    return jose::VerifyKey::make(key.kid, key.alg, material->clone(), jose::SecretSize::any);
  }
  JWTKEEP_TRY(const auto jwk, jose::parse_jwk(base::write_json(key.public_jwk)));
  const auto* pair = std::get_if<crypto::PublicKey>(&jwk.material);
  if (pair == nullptr) return base::fail(base::Reason::key_mismatch, "the stored public key is not a public key");
  return jose::VerifyKey::make(key.kid, key.alg, *pair);
}

SecretBytes secret_text(const Key& key, Form form, const SecretBytes& material) {
  if (!jose::is_symmetric(key.alg)) {
    // Stored material has been checked when it was made; what cannot be read gives an empty text.
    const auto pair = crypto::PrivateKey::from_pkcs8(material);
    return pair ? pair->to_pem() : SecretBytes{};
  }
  return form == Form::text ? material.clone() : base::base64url_encode_secret(material);
}

}  // namespace jwtkeep::keyring
