#include "jwtkeep/jose/jwk_material.hpp"

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/jose/curve_name.hpp"
#include "jwtkeep/jose/jwk_members.hpp"

namespace jwtkeep::jose {
namespace {

using base::base64url_encode;
using base::base64url_encode_secret;
using base::fail;
using base::Json;
using base::Reason;

std::unexpected<base::Error> unsupported(std::string what) {
  return fail(Reason::bad_value, std::move(what),
              "RSA, EC (P-256, P-384, P-521, secp256k1), OKP (Ed25519, Ed448, X25519, X448) and oct keys are taken");
}

base::Result<crypto::RsaPublic> read_rsa_public(const Json& jwk) {
  if (jwk.find("oth") != nullptr) return unsupported("the JWK is an RSA key with more than two primes (oth)");
  crypto::RsaPublic pub;
  JWTKEEP_TRY(pub.n, public_member(jwk, "n"));
  JWTKEEP_TRY(pub.e, public_member(jwk, "e"));
  return pub;
}

base::Result<crypto::KeyKind> read_curve(const Json& jwk, KeyType type) {
  JWTKEEP_TRY(const auto curve, text_member(jwk, "crv"));
  if (!curve) return fail(Reason::malformed, "the JWK's \"crv\" is missing");
  const auto kind = kind_from_curve(type, *curve);
  if (!kind) return unsupported("the JWK's curve is not one of its key type that is supported");
  return *kind;
}

base::Result<crypto::EcPublic> read_ec_public(const Json& jwk) {
  crypto::EcPublic pub;
  JWTKEEP_TRY(pub.kind, read_curve(jwk, KeyType::ec));
  JWTKEEP_TRY(pub.x, public_member(jwk, "x"));
  JWTKEEP_TRY(pub.y, public_member(jwk, "y"));
  return pub;
}

base::Result<crypto::OkpPublic> read_okp_public(const Json& jwk) {
  crypto::OkpPublic pub;
  JWTKEEP_TRY(pub.kind, read_curve(jwk, KeyType::okp));
  JWTKEEP_TRY(pub.x, public_member(jwk, "x"));
  return pub;
}

base::Result<crypto::PublicComponents> read_public(const Json& jwk, KeyType type) {
  switch (type) {
    case KeyType::rsa: return read_rsa_public(jwk);
    case KeyType::ec: return read_ec_public(jwk);
    case KeyType::okp: return read_okp_public(jwk);
    case KeyType::oct: break;
  }
  return fail(Reason::bad_value, "a symmetric key has no public part");
}

base::Result<crypto::PrivateComponents> read_rsa(const Json& jwk) {
  crypto::RsaPrivate rsa;
  JWTKEEP_TRY(rsa.pub, read_rsa_public(jwk));
  JWTKEEP_TRY(rsa.d, secret_member(jwk, "d"));
  JWTKEEP_TRY(rsa.p, optional_secret_member(jwk, "p"));
  JWTKEEP_TRY(rsa.q, optional_secret_member(jwk, "q"));
  JWTKEEP_TRY(rsa.dp, optional_secret_member(jwk, "dp"));
  JWTKEEP_TRY(rsa.dq, optional_secret_member(jwk, "dq"));
  JWTKEEP_TRY(rsa.qi, optional_secret_member(jwk, "qi"));
  return crypto::PrivateComponents(std::move(rsa));
}

base::Result<crypto::PrivateComponents> read_private(const Json& jwk, KeyType type) {
  if (type == KeyType::rsa) return read_rsa(jwk);
  if (type == KeyType::ec) {
    crypto::EcPrivate ec;
    JWTKEEP_TRY(ec.pub, read_ec_public(jwk));
    JWTKEEP_TRY(ec.d, secret_member(jwk, "d"));
    return crypto::PrivateComponents(std::move(ec));
  }
  crypto::OkpPrivate okp;
  JWTKEEP_TRY(okp.pub, read_okp_public(jwk));
  JWTKEEP_TRY(okp.d, secret_member(jwk, "d"));
  return crypto::PrivateComponents(std::move(okp));
}

struct PublicWriter {
  Json& jwk;
  crypto::KeyKind kind;
  void operator()(const crypto::RsaPublic& rsa) const {
    jwk.set("n", base64url_encode(rsa.n));
    jwk.set("e", base64url_encode(rsa.e));
  }
  void operator()(const crypto::EcPublic& ec) const {
    jwk.set("crv", curve_name(kind));
    jwk.set("x", base64url_encode(ec.x));
    jwk.set("y", base64url_encode(ec.y));
  }
  void operator()(const crypto::OkpPublic& okp) const {
    jwk.set("crv", curve_name(kind));
    jwk.set("x", base64url_encode(okp.x));
  }
};

struct PrivateWriter {
  Json& jwk;
  void operator()(const crypto::RsaPrivate& rsa) const {
    set("d", rsa.d);
    set("p", rsa.p);
    set("q", rsa.q);
    set("dp", rsa.dp);
    set("dq", rsa.dq);
    set("qi", rsa.qi);
  }
  void operator()(const crypto::EcPrivate& ec) const { set("d", ec.d); }
  void operator()(const crypto::OkpPrivate& okp) const { set("d", okp.d); }
  void set(const char* name, const base::SecretBytes& value) const {
    if (!value.empty()) jwk.set(name, base64url_encode_secret(value));
  }
};

}  // namespace

std::optional<crypto::KeyKind> kind_of(const JwkMaterial& material) noexcept {
  if (const auto* key = std::get_if<crypto::PublicKey>(&material)) return key->kind();
  if (const auto* key = std::get_if<crypto::PrivateKey>(&material)) return key->kind();
  return std::nullopt;
}

std::optional<crypto::PublicKey> public_half(const JwkMaterial& material) {
  if (const auto* key = std::get_if<crypto::PublicKey>(&material)) return *key;
  if (const auto* key = std::get_if<crypto::PrivateKey>(&material)) return key->public_key();
  return std::nullopt;
}

bool has_private_members(const Json& jwk) {
  return std::ranges::any_of(kSecretMembers, [&](std::string_view name) { return jwk.find(name) != nullptr; });
}

base::Result<JwkMaterial> read_material(const Json& jwk, KeyType type) {
  if (type == KeyType::oct) {
    JWTKEEP_TRY(auto secret, secret_member(jwk, "k"));
    if (secret.empty()) return fail(Reason::malformed, "the JWK's \"k\" is empty");
    return JwkMaterial(std::move(secret));
  }
  if (!has_private_members(jwk)) {
    JWTKEEP_TRY(auto key, read_public_material(jwk, type));
    return JwkMaterial(std::move(key));
  }
  JWTKEEP_TRY(const auto numbers, read_private(jwk, type));
  JWTKEEP_TRY(auto key, crypto::PrivateKey::from_components(numbers));
  return JwkMaterial(std::move(key));
}

base::Result<crypto::PublicKey> read_public_material(const Json& jwk, KeyType type) {
  JWTKEEP_TRY(const auto numbers, read_public(jwk, type));
  return crypto::PublicKey::from_components(numbers);
}

void write_material(Json& jwk, const crypto::PublicKey& key) {
  std::visit(PublicWriter{jwk, key.kind()}, key.components());
}

void write_material(Json& jwk, const crypto::PrivateKey& key) {
  write_material(jwk, key.public_key());
  std::visit(PrivateWriter{jwk}, key.components());
}

}  // namespace jwtkeep::jose
