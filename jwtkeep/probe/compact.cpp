#include "jwtkeep/probe/compact.hpp"

#include <chrono>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/mac.hpp"
#include "jwtkeep/crypto/signature.hpp"

namespace jwtkeep::probe {

std::string signing_input(std::string_view header, std::string_view payload) {
  return base::base64url_encode(base::as_bytes(header)) + "." + base::base64url_encode(base::as_bytes(payload));
}

std::string compact(std::string_view signing_input, base::ByteView signature) {
  return std::string(signing_input) + "." + base::base64url_encode(signature);
}

base::Json header_with(const GoodToken& good, std::initializer_list<base::Json::Member> members) {
  auto header = base::Json::object();
  for (const auto& [name, value] : *good.header.members()) {
    const bool of_encryption = good.encrypted && name != "kid" && name != "alg";
    if (name == "jwk" || name == "jku" || name == "x5c" || name == "x5u" || of_encryption) continue;
    header.set(name, value);
  }
  for (const auto& [name, value] : members) header.set(name, value);
  return header;
}

std::string hmac_token(const GoodToken& good, jose::Alg alg, const base::Json& header, base::ByteView key) {
  const auto input = signing_input(base::write_json(header), good.payload);
  return compact(input, crypto::hmac(jose::info(alg).hash, base::SecretBytes::copy_of(key), base::as_bytes(input)));
}

std::string signed_token(const jose::SigningKey& key, std::string_view header, std::string_view payload) {
  const auto input = signing_input(header, payload);
  const auto message = base::as_bytes(input);
  if (const auto* secret = key.secret()) {
    return compact(input, crypto::hmac(jose::info(key.alg()).hash, *secret, message));
  }
  const auto scheme = jose::scheme_for(key.alg(), key.private_key()->kind());
  // A signing key's kind fits its algorithm, so that there is a scheme and it signs.
  return compact(input, crypto::sign(*key.private_key(), *scheme, message).value());
}

base::Json owner_header(const GoodToken& good, const jose::SigningKey& key) {
  auto header = header_with(good, {{"alg", name(key.alg())}});
  // A verifier that knows one key only need not know its name, and some refuse a name that they do not know.
  if (good.kid && !key.kid().empty()) header.set("kid", key.kid());
  return header;
}

base::Json own_header(const GoodToken& good, const OwnKey& own) {
  return header_with(good, {{"alg", name(own.key.alg())}, {"kid", own.key.kid()}});
}

std::string owner_token(const Material& material, std::initializer_list<base::Json::Member> claims) {
  auto payload = material.good.claims;
  for (const auto& [name, value] : claims) payload.set(name, value);
  const auto header = owner_header(material.good, *material.signer);
  return signed_token(*material.signer, base::write_json(header), base::write_json(payload));
}

std::int64_t numeric_date(base::Instant instant) {
  return std::chrono::floor<base::Seconds>(instant.time_since_epoch()).count();
}

}  // namespace jwtkeep::probe
