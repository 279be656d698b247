#include "jwtkeep/crypto/key_pair.hpp"

#include <algorithm>
#include <array>

#include "jwtkeep/crypto/der_form.hpp"
#include "jwtkeep/crypto/ec_curve.hpp"
#include "jwtkeep/crypto/key_pair_impl.hpp"
#include "jwtkeep/crypto/pem.hpp"

namespace jwtkeep::crypto {
namespace {

using base::fail;
using base::Reason;

std::unexpected<base::Error> encrypted_key() {
  return fail(Reason::bad_value, "the private key is encrypted with a passphrase",
              "decrypt it first: openssl pkey -in key.pem, and pipe the result in");
}

std::unexpected<base::Error> no_traditional_form(KeyKind kind) {
  return fail(Reason::bad_value,
              "an " + std::string(describe(kind)) + " key has no form of its own beside PKCS#8 and SPKI",
              "write it as PKCS#8: leave --traditional out");
}

bool is_private_label(std::string_view label) { return label.ends_with("PRIVATE KEY"); }

base::Result<PrivateComponents> read_private(const PemBlock& block) {
  if (block.label == "OPENSSH PRIVATE KEY") {
    return fail(Reason::bad_value, "the key is in OpenSSH's own form",
                "turn a copy of it into PKCS#8: ssh-keygen -p -N '' -m PKCS8 -f COPY");
  }
  if (block.encrypted) return encrypted_key();
  return block.der.reveal([&](base::ByteView der) -> base::Result<PrivateComponents> {
    if (block.label == "PRIVATE KEY") return read_pkcs8(der);
    if (block.label == "RSA PRIVATE KEY") return read_traditional(der, EVP_PKEY_RSA);
    if (block.label == "EC PRIVATE KEY") return read_traditional(der, EVP_PKEY_EC);
    return fail(Reason::bad_value, "a private key of the form " + block.label + " is not supported",
                "turn it into PKCS#8: openssl pkey -in key.pem");
  });
}

base::Result<PublicComponents> read_public(const PemBlock& block) {
  return block.der.reveal([&](base::ByteView der) -> base::Result<PublicComponents> {
    if (block.label == "PUBLIC KEY") return read_spki(der);
    if (block.label == "RSA PUBLIC KEY") return read_pkcs1_public(der);
    if (block.label == "CERTIFICATE") {
      return fail(Reason::bad_value, "the text is a certificate, not a public key",
                  "take its key out: openssl x509 -in cert.pem -noout -pubkey");
    }
    return fail(Reason::bad_value, "the PEM block " + block.label + " is not a public key",
                "give one that begins with -----BEGIN PUBLIC KEY-----");
  });
}

}  // namespace

std::span<const KeyKind> key_kinds() noexcept {
  static constexpr std::array kKinds{KeyKind::rsa,     KeyKind::ec_p256,      KeyKind::ec_p384,
                                     KeyKind::ec_p521, KeyKind::ec_secp256k1, KeyKind::ed25519,
                                     KeyKind::ed448,   KeyKind::x25519,       KeyKind::x448};
  return kKinds;
}

std::string_view describe(KeyKind kind) noexcept {
  switch (kind) {
    case KeyKind::rsa: return "RSA";
    case KeyKind::ec_p256: return "EC P-256";
    case KeyKind::ec_p384: return "EC P-384";
    case KeyKind::ec_p521: return "EC P-521";
    case KeyKind::ec_secp256k1: return "EC secp256k1";
    case KeyKind::ed25519: return "Ed25519";
    case KeyKind::ed448: return "Ed448";
    case KeyKind::x25519: return "X25519";
    case KeyKind::x448: return "X448";
  }
  return "";
}

base::Result<PublicKey> PublicKey::from_pem(std::string_view text) {
  JWTKEEP_TRY(const auto blocks, read_pem(base::as_bytes(text)));
  if (std::ranges::any_of(blocks, [](const auto& block) { return is_private_label(block.label); })) {
    return fail(Reason::bad_value, "a private key stands where a public key was expected",
                "give the public key; if this text was shared, treat the private key as leaked");
  }
  JWTKEEP_TRY(const auto numbers, read_public(blocks.front()));
  return from_components(numbers);
}

base::Result<PublicKey> PublicKey::from_der(base::ByteView der) {
  if (der_form(der) != DerForm::pkcs1_public) return from_spki(der);
  JWTKEEP_TRY(const auto numbers, read_pkcs1_public(der));
  return from_components(numbers);
}

base::Result<PublicKey> PublicKey::from_spki(base::ByteView der) {
  JWTKEEP_TRY(const auto numbers, read_spki(der));
  return from_components(numbers);
}

base::Result<PublicKey> PublicKey::from_components(const PublicComponents& components) {
  return std::visit([](const auto& numbers) { return make_public(numbers); }, components);
}

std::string PublicKey::to_pem() const {
  return write_pem("PUBLIC KEY", base::SecretBytes::copy_of(to_spki())).reveal([](base::ByteView text) {
    return std::string(base::as_text(text));
  });
}

base::Bytes PublicKey::to_spki() const { return write_spki(*impl_); }

base::Result<base::Bytes> PublicKey::to_pkcs1() const {
  if (kind() != KeyKind::rsa) return no_traditional_form(kind());
  return write_pkcs1_public(*impl_);
}

PublicComponents PublicKey::components() const { return impl_->components; }
KeyKind PublicKey::kind() const noexcept { return impl_->kind; }
int PublicKey::bits() const noexcept { return impl_->bits; }

bool operator==(const PublicKey& a, const PublicKey& b) noexcept { return a.impl_->components == b.impl_->components; }

base::Result<PrivateKey> PrivateKey::generate(KeyKind kind, int rsa_bits) {
  switch (kind) {
    case KeyKind::ec_p256:
    case KeyKind::ec_p384:
    case KeyKind::ec_p521:
    case KeyKind::ec_secp256k1: return generate_ec(kind);
    case KeyKind::ed25519:
    case KeyKind::ed448:
    case KeyKind::x25519:
    case KeyKind::x448: return generate_okp(kind);
    case KeyKind::rsa: break;
  }
  if (rsa_bits < kMinRsaBits || rsa_bits > kMaxRsaBits || rsa_bits % 8 != 0) {
    return fail(Reason::bad_value, "an RSA key of " + std::to_string(rsa_bits) + " bits cannot be made",
                "choose 2048 to 16384 bits, a multiple of 8; 3072 is usual");
  }
  return generate_rsa(rsa_bits);
}

base::Result<PrivateKey> PrivateKey::from_der(const base::SecretBytes& der) {
  JWTKEEP_TRY(const auto numbers, der.reveal([](base::ByteView bytes) -> base::Result<PrivateComponents> {
    switch (der_form(bytes)) {
      case DerForm::pkcs1_private: return read_traditional(bytes, EVP_PKEY_RSA);
      case DerForm::sec1: return read_traditional(bytes, EVP_PKEY_EC);
      case DerForm::encrypted_pkcs8: return encrypted_key();
      case DerForm::spki:
      case DerForm::pkcs1_public:
        return fail(Reason::bad_value, "a public key stands where a private key was expected", "give the private key");
      case DerForm::pkcs8: break;
    }
    return read_pkcs8(bytes);
  }));
  return from_components(numbers);
}

base::Result<PrivateKey> PrivateKey::from_pkcs8(const base::SecretBytes& der) {
  JWTKEEP_TRY(const auto numbers, der.reveal([](base::ByteView bytes) { return read_pkcs8(bytes); }));
  return from_components(numbers);
}

base::Result<PrivateKey> PrivateKey::from_pem(const base::SecretBytes& text) {
  JWTKEEP_TRY(const auto blocks, text.reveal([](base::ByteView bytes) { return read_pem(bytes); }));
  const auto found = std::ranges::find_if(blocks, [](const auto& block) { return is_private_label(block.label); });
  if (found == blocks.end()) {
    return fail(Reason::bad_value, "the PEM block " + blocks.front().label + " stands where a private key was expected",
                "give the private key, whose text begins with -----BEGIN PRIVATE KEY-----");
  }
  JWTKEEP_TRY(const auto numbers, read_private(*found));
  return from_components(numbers);
}

base::Result<PrivateKey> PrivateKey::from_components(const PrivateComponents& components) {
  return std::visit([](const auto& numbers) { return make_private(numbers); }, components);
}

base::SecretBytes PrivateKey::to_pkcs8() const { return write_pkcs8(*impl_); }
base::SecretBytes PrivateKey::to_pem() const { return write_pem("PRIVATE KEY", to_pkcs8()); }

base::Result<base::SecretBytes> PrivateKey::to_traditional() const {
  if (kind() != KeyKind::rsa && !is_ec(kind())) return no_traditional_form(kind());
  return write_traditional(*impl_);
}

base::Result<base::SecretBytes> PrivateKey::to_traditional_pem() const {
  JWTKEEP_TRY(const auto der, to_traditional());
  return write_pem(kind() == KeyKind::rsa ? "RSA PRIVATE KEY" : "EC PRIVATE KEY", der);
}

PrivateComponents PrivateKey::components() const {
  const ErrorQueue errors;
  if (impl_->pkey == nullptr) {
    auto seed = impl_->ed25519.clone();
    seed.truncate(32);
    return OkpPrivate{std::get<OkpPublic>(impl_->pub.components()), std::move(seed)};
  }
  auto numbers = private_from_pkey(impl_->pkey.get());
  must(numbers.has_value());
  return *std::move(numbers);
}

PublicKey PrivateKey::public_key() const { return impl_->pub; }
KeyKind PrivateKey::kind() const noexcept { return impl_->pub.kind(); }
int PrivateKey::bits() const noexcept { return impl_->pub.bits(); }

}  // namespace jwtkeep::crypto
