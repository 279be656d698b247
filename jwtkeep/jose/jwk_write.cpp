// Writing JWKs (RFC 7517 section 4): public ones as plain JSON, private members as secret values.
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/jose/jwk.hpp"

namespace jwtkeep::jose {
namespace {

using base::base64url_encode_secret;
using base::Json;

Json head(const std::string& kid, Alg alg) {
  auto jwk = Json::object({{"kty", name(info(alg).kty)}, {"use", "sig"}, {"alg", name(alg)}});
  if (!kid.empty()) jwk.set("kid", kid);
  return jwk;
}

Json write_public(const std::string& kid, Alg alg, const crypto::PublicKey& key) {
  auto jwk = head(kid, alg);
  write_material(jwk, key);
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
    write_material(jwk, *key.private_key());
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
