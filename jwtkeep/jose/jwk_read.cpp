// Reading JWKs and sets (RFC 7517 sections 4 and 5, RFC 7518 section 6, RFC 8037 section 2).
#include <algorithm>

#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/jose/jwk_members.hpp"
#include "jwtkeep/jose/thumbprint.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using Material = decltype(Jwk::material);

std::unexpected<base::Error> unsupported(std::string what) {
  return fail(Reason::bad_value, std::move(what),
              "RSA, EC P-256, OKP Ed25519 and oct keys for signatures are supported");
}

base::JsonLimits limits() { return {.secret_names = {std::begin(kSecretMembers), std::end(kSecretMembers)}}; }

bool has_private_members(const Json& jwk) {
  return std::ranges::any_of(kSecretMembers, [&](std::string_view name) { return jwk.find(name) != nullptr; });
}

base::Result<Material> read_oct(const Json& jwk) {
  JWTKEEP_TRY(auto secret, secret_member(jwk, "k"));
  if (secret.empty()) return fail(Reason::malformed, "the JWK's \"k\" is empty");
  return Material(std::move(secret));
}

base::Result<Material> read_rsa(const Json& jwk) {
  if (jwk.find("oth") != nullptr) return unsupported("the JWK is an RSA key with more than two primes (oth)");
  crypto::RsaPublic pub;
  JWTKEEP_TRY(pub.n, public_member(jwk, "n"));
  JWTKEEP_TRY(pub.e, public_member(jwk, "e"));
  if (!has_private_members(jwk)) {
    JWTKEEP_TRY(auto key, crypto::PublicKey::from_components(pub));
    return Material(std::move(key));
  }
  crypto::RsaPrivate rsa;
  rsa.pub = std::move(pub);
  JWTKEEP_TRY(rsa.d, secret_member(jwk, "d"));
  JWTKEEP_TRY(rsa.p, optional_secret_member(jwk, "p"));
  JWTKEEP_TRY(rsa.q, optional_secret_member(jwk, "q"));
  JWTKEEP_TRY(rsa.dp, optional_secret_member(jwk, "dp"));
  JWTKEEP_TRY(rsa.dq, optional_secret_member(jwk, "dq"));
  JWTKEEP_TRY(rsa.qi, optional_secret_member(jwk, "qi"));
  JWTKEEP_TRY(auto key, crypto::PrivateKey::from_components(std::move(rsa)));
  return Material(std::move(key));
}

base::Result<Material> read_ec(const Json& jwk) {
  JWTKEEP_TRY(const auto curve, text_member(jwk, "crv"));
  if (curve != "P-256") return unsupported("the JWK's curve is not P-256");
  crypto::EcPublic pub;
  JWTKEEP_TRY(pub.x, public_member(jwk, "x"));
  JWTKEEP_TRY(pub.y, public_member(jwk, "y"));
  if (!has_private_members(jwk)) {
    JWTKEEP_TRY(auto key, crypto::PublicKey::from_components(pub));
    return Material(std::move(key));
  }
  crypto::EcPrivate ec;
  ec.pub = std::move(pub);
  JWTKEEP_TRY(ec.d, secret_member(jwk, "d"));
  JWTKEEP_TRY(auto key, crypto::PrivateKey::from_components(std::move(ec)));
  return Material(std::move(key));
}

base::Result<Material> read_okp(const Json& jwk) {
  JWTKEEP_TRY(const auto curve, text_member(jwk, "crv"));
  if (curve != "Ed25519") return unsupported("the JWK's curve is not Ed25519");
  crypto::OkpPublic pub;
  JWTKEEP_TRY(pub.x, public_member(jwk, "x"));
  if (!has_private_members(jwk)) {
    JWTKEEP_TRY(auto key, crypto::PublicKey::from_components(pub));
    return Material(std::move(key));
  }
  crypto::OkpPrivate okp;
  okp.pub = std::move(pub);
  JWTKEEP_TRY(okp.d, secret_member(jwk, "d"));
  JWTKEEP_TRY(auto key, crypto::PrivateKey::from_components(std::move(okp)));
  return Material(std::move(key));
}

base::Result<Material> read_material(const Json& jwk, const std::string& kty) {
  if (kty == "oct") return read_oct(jwk);
  if (kty == "RSA") return read_rsa(jwk);
  if (kty == "EC") return read_ec(jwk);
  if (kty == "OKP") return read_okp(jwk);
  return unsupported("the JWK's key type is not one that is supported");
}

base::Result<std::optional<Alg>> read_alg(const Json& jwk, const std::string& kty) {
  JWTKEEP_TRY(const auto text, text_member(jwk, "alg"));
  if (!text) return std::optional<Alg>{};
  const auto alg = alg_from_name(*text);
  if (!alg) return unsupported("the JWK's \"alg\" is not one that is supported");
  if (name(info(*alg).kty) != kty) return fail(Reason::key_mismatch, "the JWK's \"alg\" does not fit its key type");
  return alg;
}

/// RFC 7517 sections 4.2 and 4.3. Whether the key may sign.
base::Result<bool> read_uses(const Json& jwk, Jwk& into) {
  JWTKEEP_TRY(into.use, text_member(jwk, "use"));
  if (into.use && *into.use != "sig") {
    return fail(Reason::key_mismatch, "the JWK's \"use\" is not sig: the key is not for signatures");
  }
  const auto* operations = jwk.find("key_ops");
  if (operations == nullptr) return true;
  if (operations->items() == nullptr) return fail(Reason::malformed, "the JWK's \"key_ops\" is not an array");
  bool signs = false;
  bool verifies = false;
  for (const auto& operation : *operations->items()) {
    if (operation.string() == nullptr) return fail(Reason::malformed, "the JWK's \"key_ops\" holds what is no string");
    signs = signs || *operation.string() == "sign";
    verifies = verifies || *operation.string() == "verify";
  }
  if (!signs && !verifies) {
    return fail(Reason::key_mismatch, "the JWK's \"key_ops\" allows neither sign nor verify");
  }
  return signs;
}

base::Result<Jwk> read_jwk(const Json& json) {
  if (!json.is_object()) return fail(Reason::malformed, "a JWK is a JSON object (RFC 7517 section 4)");
  JWTKEEP_TRY(const auto kty, text_member(json, "kty"));
  if (!kty) return fail(Reason::malformed, "the JWK has no \"kty\"");
  Jwk jwk;
  JWTKEEP_TRY(jwk.kid, text_member(json, "kid"));
  JWTKEEP_TRY(jwk.may_sign, read_uses(json, jwk));
  JWTKEEP_TRY(jwk.alg, read_alg(json, *kty));
  JWTKEEP_TRY(jwk.material, read_material(json, *kty));
  return jwk;
}

std::unexpected<base::Error> private_where_public() {
  return fail(Reason::bad_value, "this text holds a private or symmetric JWK where only public ones belong",
              "whoever could read it could sign: count the key as compromised");
}

base::Result<JwkSet> read_set(const Json& json) {
  const auto* keys = json.find("keys");
  if (keys == nullptr || keys->items() == nullptr) {
    return fail(Reason::malformed, "a JWK set is an object with an array \"keys\" (RFC 7517 section 5)");
  }
  JwkSet set;
  for (std::size_t i = 0; i < keys->items()->size(); ++i) {
    const auto& entry = (*keys->items())[i];
    auto jwk = read_jwk(entry);
    if (jwk) {
      set.keys.push_back(*std::move(jwk));
      continue;
    }
    const auto* kid = entry.find("kid");
    const bool named = kid != nullptr && kid->string() != nullptr;
    set.skipped.push_back({i, named ? *kid->string() : std::string{}, jwk.error().what});
  }
  return set;
}

base::Result<Alg> choose_alg(const Jwk& jwk, std::optional<Alg> wanted) {
  if (wanted && jwk.alg && *wanted != *jwk.alg) {
    return fail(Reason::alg_not_allowed,
                "the JWK is for " + std::string(name(*jwk.alg)) + ", not for " + std::string(name(*wanted)));
  }
  if (jwk.alg) return *jwk.alg;
  if (wanted) return *wanted;
  if (const auto* pair = std::get_if<crypto::PublicKey>(&jwk.material)) return alg_for(pair->kind());
  if (const auto* pair = std::get_if<crypto::PrivateKey>(&jwk.material)) return alg_for(pair->kind());
  return fail(Reason::alg_not_allowed, "the symmetric JWK names no \"alg\"", "say which algorithm it is for");
}

std::string kid_of(const Jwk& jwk) {
  if (jwk.kid) return *jwk.kid;
  return std::holds_alternative<base::SecretBytes>(jwk.material) ? std::string{} : thumbprint(jwk);
}

}  // namespace

base::Result<Jwk> parse_jwk(const base::SecretBytes& text) {
  JWTKEEP_TRY(const auto json, base::parse_json(text, limits()));
  return read_jwk(json);
}

base::Result<Jwk> parse_jwk(std::string_view text) {
  JWTKEEP_TRY(const auto json, base::parse_json(text, limits()));
  if (has_private_members(json)) return private_where_public();
  return read_jwk(json);
}

base::Result<JwkSet> parse_jwks(const base::SecretBytes& text) {
  JWTKEEP_TRY(const auto json, base::parse_json(text, limits()));
  return read_set(json);
}

base::Result<JwkSet> parse_jwks(std::string_view text) {
  JWTKEEP_TRY(const auto json, base::parse_json(text, limits()));
  if (const auto* keys = json.find("keys"); keys != nullptr && keys->items() != nullptr) {
    if (std::ranges::any_of(*keys->items(), has_private_members)) return private_where_public();
  }
  return read_set(json);
}

base::Result<VerifyKey> verify_key(const Jwk& jwk, std::optional<Alg> alg) {
  JWTKEEP_TRY(const auto chosen, choose_alg(jwk, alg));
  if (const auto* secret = std::get_if<base::SecretBytes>(&jwk.material)) {
    return VerifyKey::make(kid_of(jwk), chosen, secret->clone());
  }
  if (const auto* pair = std::get_if<crypto::PrivateKey>(&jwk.material)) {
    return VerifyKey::make(kid_of(jwk), chosen, pair->public_key());
  }
  return VerifyKey::make(kid_of(jwk), chosen, std::get<crypto::PublicKey>(jwk.material));
}

base::Result<SigningKey> signing_key(const Jwk& jwk, std::optional<Alg> alg) {
  if (jwk.is_public()) return fail(Reason::key_mismatch, "a public key cannot sign");
  if (!jwk.may_sign) return fail(Reason::key_mismatch, "the JWK's \"key_ops\" does not allow it to sign");
  JWTKEEP_TRY(const auto chosen, choose_alg(jwk, alg));
  if (const auto* secret = std::get_if<base::SecretBytes>(&jwk.material)) {
    return SigningKey::make(kid_of(jwk), chosen, secret->clone());
  }
  return SigningKey::make(kid_of(jwk), chosen, std::get<crypto::PrivateKey>(jwk.material));
}

}  // namespace jwtkeep::jose
