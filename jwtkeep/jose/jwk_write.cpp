// Writing JWKs (RFC 7517 section 4): public ones as plain JSON, private members as secret values.
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/jose/jwk.hpp"

namespace jwtkeep::jose {
namespace {

using base::base64url_encode;
using base::base64url_encode_secret;
using base::Json;

Json head(const std::string& kid, Alg alg) {
  auto jwk = Json::object({{"kty", name(info(alg).kty)}, {"use", "sig"}, {"alg", name(alg)}});
  if (!kid.empty()) jwk.set("kid", kid);
  return jwk;
}

struct PublicWriter {
  Json& jwk;
  void operator()(const crypto::RsaPublic& rsa) const {
    jwk.set("n", base64url_encode(rsa.n));
    jwk.set("e", base64url_encode(rsa.e));
  }
  void operator()(const crypto::EcPublic& ec) const {
    jwk.set("crv", "P-256");
    jwk.set("x", base64url_encode(ec.x));
    jwk.set("y", base64url_encode(ec.y));
  }
  void operator()(const crypto::OkpPublic& okp) const {
    jwk.set("crv", "Ed25519");
    jwk.set("x", base64url_encode(okp.x));
  }
};

struct PrivateWriter {
  Json& jwk;
  void operator()(const crypto::RsaPrivate& rsa) const {
    PublicWriter{jwk}(rsa.pub);
    set("d", rsa.d);
    set("p", rsa.p);
    set("q", rsa.q);
    set("dp", rsa.dp);
    set("dq", rsa.dq);
    set("qi", rsa.qi);
  }
  void operator()(const crypto::EcPrivate& ec) const {
    PublicWriter{jwk}(ec.pub);
    set("d", ec.d);
  }
  void operator()(const crypto::OkpPrivate& okp) const {
    PublicWriter{jwk}(okp.pub);
    set("d", okp.d);
  }
  void set(const char* name, const base::SecretBytes& value) const {
    if (!value.empty()) jwk.set(name, base64url_encode_secret(value));
  }
};

Json write_public(const std::string& kid, Alg alg, const crypto::PublicKey& key) {
  auto jwk = head(kid, alg);
  std::visit(PublicWriter{jwk}, key.components());
  return jwk;
}

std::unexpected<base::Error> symmetric() {
  return base::fail(base::Reason::bad_value, "a symmetric key has no public part");
}

}  // namespace

base::Result<Json> public_jwk(const VerifyKey& key) {
  if (!key.is_public()) return symmetric();
  return write_public(key.kid(), key.alg(), *key.public_key());
}

Json private_jwk(const SigningKey& key) {
  auto jwk = head(key.kid(), key.alg());
  if (const auto* secret = key.secret()) {
    jwk.set("k", base64url_encode_secret(*secret));
  } else {
    std::visit(PrivateWriter{jwk}, key.private_key()->components());
  }
  return jwk;
}

base::Result<Json> secret_jwk(const VerifyKey& key) {
  if (key.secret() == nullptr) return base::fail(base::Reason::bad_value, "an asymmetric key has no \"k\"");
  auto jwk = head(key.kid(), key.alg());
  jwk.set("k", base64url_encode_secret(*key.secret()));
  return jwk;
}

base::Result<void> PublicJwks::add(const VerifyKey& key) {
  if (!key.is_public()) return symmetric();
  add(key.kid(), key.alg(), *key.public_key());
  return {};
}

void PublicJwks::add(std::string kid, Alg alg, const crypto::PublicKey& key) {
  keys_.push_back({std::move(kid), alg, key});
}

Json PublicJwks::to_json() const {
  auto keys = Json::array();
  for (const auto& [kid, alg, key] : keys_) keys.push(write_public(kid, alg, key));
  return Json::object({{"keys", std::move(keys)}});
}

}  // namespace jwtkeep::jose
