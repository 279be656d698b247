#include "jwtkeep/jose/key.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Reason;

base::Result<void> check_secret(Alg alg, const base::SecretBytes& secret, SecretSize size) {
  const auto& row = info(alg);
  if (row.kty != KeyType::oct) {
    return fail(Reason::key_mismatch, std::string(row.name) + " needs a key pair, not a symmetric secret");
  }
  const auto needed = size == SecretSize::any ? 1 : static_cast<std::size_t>(row.min_key_bits) / 8;
  if (secret.size() < needed) {
    return fail(Reason::key_mismatch,
                "the secret has " + std::to_string(secret.size()) + " bytes, " + std::string(row.name) + " needs " +
                    std::to_string(needed) + " (RFC 7518 section 3.2)",
                "make one with: jwtkeep generate --alg " + std::string(row.name));
  }
  return {};
}

template <class Key>
base::Result<void> check_pair(Alg alg, const Key& key) {
  const auto& row = info(alg);
  if (!scheme_for(alg, key.kind())) {
    return fail(Reason::key_mismatch, std::string(row.name) + " cannot be used with an " +
                                          std::string(crypto::describe(key.kind())) + " key");
  }
  if (key.bits() < row.min_key_bits) {
    return fail(Reason::key_mismatch, "the key has " + std::to_string(key.bits()) + " bits, " + std::string(row.name) +
                                          " needs " + std::to_string(row.min_key_bits) + " (RFC 7518 section 3.3)");
  }
  return {};
}

}  // namespace

VerifyKey::VerifyKey(std::string kid, Alg alg, Material material)
    : kid_(std::move(kid)), alg_(alg), material_(std::move(material)) {}

base::Result<VerifyKey> VerifyKey::make(std::string kid, Alg alg, base::SecretBytes secret, SecretSize size) {
  JWTKEEP_CHECK(check_secret(alg, secret, size));
  return VerifyKey(std::move(kid), alg, std::make_shared<const base::SecretBytes>(std::move(secret)));
}

base::Result<VerifyKey> VerifyKey::make(std::string kid, Alg alg, crypto::PublicKey key) {
  JWTKEEP_CHECK(check_pair(alg, key));
  return VerifyKey(std::move(kid), alg, std::move(key));
}

const crypto::PublicKey* VerifyKey::public_key() const noexcept { return std::get_if<crypto::PublicKey>(&material_); }

const base::SecretBytes* VerifyKey::secret() const noexcept {
  const auto* shared = std::get_if<SharedSecret>(&material_);
  return shared == nullptr ? nullptr : shared->get();
}

SigningKey::SigningKey(std::string kid, Alg alg, Material material)
    : kid_(std::move(kid)), alg_(alg), material_(std::move(material)) {}

base::Result<SigningKey> SigningKey::make(std::string kid, Alg alg, base::SecretBytes secret, SecretSize size) {
  JWTKEEP_CHECK(check_secret(alg, secret, size));
  return SigningKey(std::move(kid), alg, std::make_shared<const base::SecretBytes>(std::move(secret)));
}

base::Result<SigningKey> SigningKey::make(std::string kid, Alg alg, crypto::PrivateKey key) {
  JWTKEEP_CHECK(check_pair(alg, key));
  return SigningKey(std::move(kid), alg, std::move(key));
}

const crypto::PrivateKey* SigningKey::private_key() const noexcept {
  return std::get_if<crypto::PrivateKey>(&material_);
}

const base::SecretBytes* SigningKey::secret() const noexcept {
  const auto* shared = std::get_if<SharedSecret>(&material_);
  return shared == nullptr ? nullptr : shared->get();
}

VerifyKey SigningKey::verify_key() const {
  if (const auto* pair = private_key()) return {kid_, alg_, pair->public_key()};
  return {kid_, alg_, std::get<SharedSecret>(material_)};
}

}  // namespace jwtkeep::jose
