#include "jwtkeep/jose/jwe_key.hpp"

#include <algorithm>

#include "jwtkeep/crypto/key_agreement.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Reason;

bool contains(const AllowedEncs& encs, Enc enc) { return encs.empty() || std::ranges::find(encs, enc) != encs.end(); }

std::unexpected<base::Error> wrong_size(std::string_view algorithm, std::size_t size, std::size_t needed) {
  return fail(Reason::key_mismatch, "the key has " + std::to_string(size) + " bytes, " + std::string(algorithm) +
                                        " needs exactly " + std::to_string(needed) + " (RFC 7518 section 4)");
}

base::Result<void> check_secret(JweAlg alg, const base::SecretBytes& secret, const AllowedEncs& encs) {
  const auto& row = info(alg);
  if (!is_symmetric(alg)) {
    return fail(Reason::key_mismatch, std::string(row.name) + " needs a key pair, not a symmetric secret");
  }
  switch (row.management) {
    case KeyManagement::direct:
      if (encs.size() != 1) {
        return fail(Reason::bad_value, "a dir key encrypts the content itself, so it belongs to exactly one enc",
                    "say which: A256GCM for a key of 32 bytes");
      }
      if (secret.size() != key_size_bytes(encs.front())) {
        return wrong_size(name(encs.front()), secret.size(), key_size_bytes(encs.front()));
      }
      return {};
    case KeyManagement::password:
      if (secret.empty()) return fail(Reason::key_mismatch, "the password is empty");
      return {};
    default:
      if (secret.size() != row.wrapping_key_bytes) return wrong_size(row.name, secret.size(), row.wrapping_key_bytes);
      return {};
  }
}

template <class Key>
base::Result<void> check_pair(JweAlg alg, const Key& key) {
  const auto& row = info(alg);
  const auto kind = key.kind();
  const bool fits = row.management == KeyManagement::rsa_oaep        ? kind == crypto::KeyKind::rsa
                    : row.management == KeyManagement::key_agreement ? crypto::can_agree(kind)
                                                                     : false;
  if (!fits) {
    return fail(Reason::key_mismatch,
                std::string(row.name) + " cannot be used with an " + std::string(crypto::describe(kind)) + " key");
  }
  return {};
}

}  // namespace

EncryptionKey::EncryptionKey(std::string kid, JweAlg alg, AllowedEncs encs, Material material)
    : kid_(std::move(kid)), alg_(alg), encs_(std::move(encs)), material_(std::move(material)) {}

base::Result<EncryptionKey> EncryptionKey::make(std::string kid, JweAlg alg, base::SecretBytes secret,
                                                AllowedEncs encs) {
  JWTKEEP_CHECK(check_secret(alg, secret, encs));
  return EncryptionKey(std::move(kid), alg, std::move(encs),
                       std::make_shared<const base::SecretBytes>(std::move(secret)));
}

base::Result<EncryptionKey> EncryptionKey::make(std::string kid, JweAlg alg, crypto::PublicKey key, AllowedEncs encs) {
  JWTKEEP_CHECK(check_pair(alg, key));
  return EncryptionKey(std::move(kid), alg, std::move(encs), std::move(key));
}

bool EncryptionKey::allows(Enc enc) const noexcept { return contains(encs_, enc); }

const crypto::PublicKey* EncryptionKey::public_key() const noexcept {
  return std::get_if<crypto::PublicKey>(&material_);
}

const base::SecretBytes* EncryptionKey::secret() const noexcept {
  const auto* shared = std::get_if<SharedSecret>(&material_);
  return shared == nullptr ? nullptr : shared->get();
}

DecryptionKey::DecryptionKey(std::string kid, JweAlg alg, AllowedEncs encs, Material material)
    : kid_(std::move(kid)), alg_(alg), encs_(std::move(encs)), material_(std::move(material)) {}

base::Result<DecryptionKey> DecryptionKey::make(std::string kid, JweAlg alg, base::SecretBytes secret,
                                                AllowedEncs encs) {
  JWTKEEP_CHECK(check_secret(alg, secret, encs));
  return DecryptionKey(std::move(kid), alg, std::move(encs),
                       std::make_shared<const base::SecretBytes>(std::move(secret)));
}

base::Result<DecryptionKey> DecryptionKey::make(std::string kid, JweAlg alg, crypto::PrivateKey key, AllowedEncs encs) {
  JWTKEEP_CHECK(check_pair(alg, key));
  return DecryptionKey(std::move(kid), alg, std::move(encs), std::move(key));
}

bool DecryptionKey::allows(Enc enc) const noexcept { return contains(encs_, enc); }

const crypto::PrivateKey* DecryptionKey::private_key() const noexcept {
  return std::get_if<crypto::PrivateKey>(&material_);
}

const base::SecretBytes* DecryptionKey::secret() const noexcept {
  const auto* shared = std::get_if<SharedSecret>(&material_);
  return shared == nullptr ? nullptr : shared->get();
}

EncryptionKey DecryptionKey::encryption_key() const {
  if (const auto* pair = private_key()) return {kid_, alg_, encs_, pair->public_key()};
  return {kid_, alg_, encs_, std::get<SharedSecret>(material_)};
}

}  // namespace jwtkeep::jose
