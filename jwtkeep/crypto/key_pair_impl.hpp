// What a key pair holds, and the one file for each kind that builds it. Internal to this room.
#pragma once

#include <memory>
#include <optional>

#include "jwtkeep/crypto/context_pool.hpp"
#include "jwtkeep/crypto/ed25519/verify.hpp"
#include "jwtkeep/crypto/evp.hpp"
#include "jwtkeep/crypto/key_pair.hpp"

namespace jwtkeep::crypto {

struct PublicKey::Impl {
  KeyKind kind;
  int bits;
  PublicComponents components;
  EvpPkey pkey;  ///< null for Ed25519, which is libsodium's
  ContextPool contexts = {};
  ed25519::LazyComb ed25519_table = {};
};

struct PrivateKey::Impl {
  PublicKey pub;
  EvpPkey pkey;               ///< null for Ed25519
  base::SecretBytes ed25519;  ///< seed || public key, 64 bytes; empty otherwise
  ContextPool contexts = {};
};

// rsa_key.cpp, ec_key.cpp, okp_key.cpp: the checks of each kind. Errors: `bad_value`.

base::Result<PublicKey> make_public(const RsaPublic& given);
base::Result<PublicKey> make_public(const EcPublic& numbers);
base::Result<PublicKey> make_public(const OkpPublic& numbers);

base::Result<PrivateKey> make_private(const RsaPrivate& given);
base::Result<PrivateKey> make_private(const EcPrivate& numbers);
base::Result<PrivateKey> make_private(const OkpPrivate& numbers);

PrivateKey generate_rsa(int bits);
PrivateKey generate_ec(KeyKind kind);
PrivateKey generate_okp(KeyKind kind);

RsaPublic rsa_public(const EVP_PKEY* key);
RsaPrivate rsa_private(const EVP_PKEY* key);
base::Result<EcPublic> ec_public(const EVP_PKEY* key);
base::Result<EcPrivate> ec_private(const EVP_PKEY* key);
/// Nothing where the key is no octet key pair.
std::optional<OkpPublic> okp_public(const EVP_PKEY* key);
std::optional<OkpPrivate> okp_private(const EVP_PKEY* key);

// ed25519_key.cpp: the same for the one kind that libsodium does.

base::Result<PublicKey> make_ed25519_public(const OkpPublic& numbers);
base::Result<PrivateKey> make_ed25519_private(const OkpPrivate& numbers);
PrivateKey generate_ed25519();

// key_der.cpp: DER in and out, before the checks.

base::Result<PublicComponents> public_from_pkey(const EVP_PKEY* key);
base::Result<PrivateComponents> private_from_pkey(const EVP_PKEY* key);
base::Result<PublicComponents> read_spki(base::ByteView der);
base::Result<PublicComponents> read_pkcs1_public(base::ByteView der);
base::Result<PrivateComponents> read_pkcs8(base::ByteView der);
/// PKCS#1 (`RSA`) or SEC1 (`EC`), by OpenSSL's number of the type.
base::Result<PrivateComponents> read_traditional(base::ByteView der, int type);
base::Bytes write_spki(const PublicKey::Impl& key);
base::SecretBytes write_pkcs8(const PrivateKey::Impl& key);
base::Bytes write_pkcs1_public(const PublicKey::Impl& key);
base::SecretBytes write_traditional(const PrivateKey::Impl& key);

}  // namespace jwtkeep::crypto
