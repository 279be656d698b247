#include <algorithm>
#include <array>

#include "jwtkeep/crypto/key_pair_impl.hpp"
#include "jwtkeep/crypto/one_asymmetric_key.hpp"

namespace jwtkeep::crypto {
namespace {

using base::fail;
using base::Reason;

// RFC 8410 section 10: Ed25519's DER is these bytes and the key.
constexpr std::array<std::uint8_t, 12> kEd25519Spki{0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                                    0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
constexpr std::array<std::uint8_t, 16> kEd25519Pkcs8{0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06,
                                                     0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20};

std::unexpected<base::Error> not_der(std::string_view what) {
  return fail(Reason::malformed, "not a valid " + std::string(what) + " in DER form");
}

std::unexpected<base::Error> wrong_kind() {
  return fail(Reason::bad_value, "the key is of a kind that JOSE does not know",
              "RSA, EC (P-256, P-384, P-521, secp256k1), Ed25519, Ed448, X25519 and X448 keys are taken");
}

/// Runs one of OpenSSL's d2i functions and sees to it that all of the input is used.
template <class Decode>
EvpPkey decode(base::ByteView der, Decode decode_at) {
  const unsigned char* at = der.data();
  EvpPkey key(decode_at(&at, static_cast<long>(der.size())));
  if (key != nullptr && at != der.data() + der.size()) return nullptr;
  return key;
}

/// Runs one of OpenSSL's i2d functions twice: for the size, then into a buffer of it.
template <class Encode>
base::Bytes encode(Encode encode_at) {
  const int size = encode_at(static_cast<unsigned char**>(nullptr));
  must(size > 0);
  base::Bytes der(static_cast<std::size_t>(size));
  unsigned char* at = der.data();
  must(encode_at(&at) == size);
  return der;
}

template <class Encode>
base::SecretBytes encode_secret(Encode encode_at) {
  const int size = encode_at(static_cast<unsigned char**>(nullptr));
  must(size > 0);
  base::SecretBytes der(static_cast<std::size_t>(size));
  der.fill([&](base::MutableByteView target) {
    unsigned char* at = target.data();
    must(encode_at(&at) == size);
  });
  return der;
}

}  // namespace

base::Result<PublicComponents> public_from_pkey(const EVP_PKEY* key) {
  if (EVP_PKEY_is_a(key, "RSA") == 1) return PublicComponents(rsa_public(key));
  if (EVP_PKEY_is_a(key, "EC") == 1) return ec_public(key);
  if (auto numbers = okp_public(key)) return PublicComponents(*std::move(numbers));
  return wrong_kind();
}

base::Result<PrivateComponents> private_from_pkey(const EVP_PKEY* key) {
  if (EVP_PKEY_is_a(key, "RSA") == 1) return PrivateComponents(rsa_private(key));
  if (EVP_PKEY_is_a(key, "EC") == 1) {
    JWTKEEP_TRY(auto numbers, ec_private(key));
    return PrivateComponents(std::move(numbers));
  }
  if (auto numbers = okp_private(key)) return PrivateComponents(*std::move(numbers));
  return wrong_kind();
}

base::Result<PublicComponents> read_spki(base::ByteView der) {
  const ErrorQueue errors;
  const auto key = decode(der, [](auto** at, long size) { return d2i_PUBKEY(nullptr, at, size); });
  if (key == nullptr) return not_der("public key (SubjectPublicKeyInfo)");
  return public_from_pkey(key.get());
}

base::Result<PublicComponents> read_pkcs1_public(base::ByteView der) {
  const ErrorQueue errors;
  const auto key = decode(der, [](auto** at, long size) { return d2i_PublicKey(EVP_PKEY_RSA, nullptr, at, size); });
  if (key == nullptr) return not_der("RSA public key (PKCS#1)");
  return public_from_pkey(key.get());
}

base::Result<PrivateComponents> read_pkcs8(base::ByteView der) {
  const ErrorQueue errors;
  if (const auto split = split_version_2(der)) {
    JWTKEEP_TRY(auto numbers, split->version_1.reveal(read_pkcs8));
    // The other kinds have their public numbers in version 1 already.
    const auto* okp = std::get_if<OkpPrivate>(&numbers);
    if (okp != nullptr && okp->pub.x != split->public_key) {
      return fail(Reason::bad_value,
                  "the " + std::string(describe(okp->pub.kind)) + " private key does not belong to its public key",
                  "export the key again from where it was made");
    }
    return numbers;
  }
  const auto key = decode(der, [](auto** at, long size) -> EVP_PKEY* {
    const Pkcs8 info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, at, size));
    return info == nullptr ? nullptr : EVP_PKCS82PKEY(info.get());
  });
  if (key == nullptr) return not_der("private key (PKCS#8)");
  return private_from_pkey(key.get());
}

base::Result<PrivateComponents> read_traditional(base::ByteView der, int type) {
  const ErrorQueue errors;
  const auto key = decode(der, [&](auto** at, long size) { return d2i_PrivateKey(type, nullptr, at, size); });
  if (key == nullptr) return not_der(type == EVP_PKEY_RSA ? "RSA private key (PKCS#1)" : "EC private key (SEC1)");
  return private_from_pkey(key.get());
}

base::Bytes write_spki(const PublicKey::Impl& key) {
  if (key.pkey == nullptr) {
    base::Bytes der(kEd25519Spki.begin(), kEd25519Spki.end());
    const auto& x = std::get<OkpPublic>(key.components).x;
    der.insert(der.end(), x.begin(), x.end());
    return der;
  }
  return encode([&](auto** at) { return i2d_PUBKEY(key.pkey.get(), at); });
}

base::SecretBytes write_pkcs8(const PrivateKey::Impl& key) {
  if (key.pkey == nullptr) {
    base::SecretBuilder der;
    der.append(base::ByteView(kEd25519Pkcs8));
    key.ed25519.reveal([&](base::ByteView bytes) { der.append(bytes.first(32)); });
    return der.take();
  }
  const Pkcs8 info(EVP_PKEY2PKCS8(key.pkey.get()));
  must(info != nullptr);
  return encode_secret([&](auto** at) { return i2d_PKCS8_PRIV_KEY_INFO(info.get(), at); });
}

base::Bytes write_pkcs1_public(const PublicKey::Impl& key) {
  return encode([&](auto** at) { return i2d_PublicKey(key.pkey.get(), at); });
}

base::SecretBytes write_traditional(const PrivateKey::Impl& key) {
  return encode_secret([&](auto** at) { return i2d_PrivateKey(key.pkey.get(), at); });
}

}  // namespace jwtkeep::crypto
