#include "jwtkeep/crypto/key_agreement.hpp"

#include <sodium.h>

#include "jwtkeep/crypto/key_pair_impl.hpp"

namespace jwtkeep::crypto {
namespace {

using base::MutableByteView;
using base::SecretBytes;

/// Whether OpenSSL took both keys; EVP_PKEY_derive_set_peer looks once more whether the point is on the curve.
bool derive(EVP_PKEY* own, EVP_PKEY* other, SecretBytes& secret) {
  const EvpPkeyCtx context(EVP_PKEY_CTX_new_from_pkey(nullptr, own, nullptr));
  must(context != nullptr);
  std::size_t size = 0;
  if (EVP_PKEY_derive_init(context.get()) != 1 || EVP_PKEY_derive_set_peer(context.get(), other) != 1 ||
      EVP_PKEY_derive(context.get(), nullptr, &size) != 1) {
    return false;
  }
  secret = SecretBytes(size);
  return secret.fill([&](MutableByteView target) {
    return EVP_PKEY_derive(context.get(), target.data(), &size) == 1 && size == target.size();
  });
}

}  // namespace

bool can_agree(KeyKind kind) noexcept {
  switch (kind) {
    case KeyKind::ec_p256:
    case KeyKind::ec_p384:
    case KeyKind::ec_p521:
    case KeyKind::x25519:
    case KeyKind::x448: return true;
    case KeyKind::ec_secp256k1:  // RFC 8812 section 3.1: for signatures alone
    case KeyKind::rsa:
    case KeyKind::ed25519:
    case KeyKind::ed448: return false;
  }
  return false;
}

std::optional<SecretBytes> agree(const PrivateKey& own, const PublicKey& other) {
  if (own.kind() != other.kind() || !can_agree(own.kind())) return std::nullopt;
  const ErrorQueue errors;
  SecretBytes secret;
  const bool agreed = derive(own.impl().pkey.get(), other.impl().pkey.get(), secret);
  base::wipe_stack();
  if (!agreed) return std::nullopt;
  const bool zero = secret.reveal([](base::ByteView bytes) { return sodium_is_zero(bytes.data(), bytes.size()) == 1; });
  if (zero) return std::nullopt;
  return secret;
}

}  // namespace jwtkeep::crypto
