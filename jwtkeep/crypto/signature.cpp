#include "jwtkeep/crypto/signature.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <optional>

#include "jwtkeep/crypto/key_pair_impl.hpp"
#include "jwtkeep/crypto/message_digest.hpp"

namespace jwtkeep::crypto {
namespace {

// n of P-256 (SP 800-186 section 3.2.1.3).
constexpr std::array<std::uint8_t, 32> kP256Order{0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff,
                                                  0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17,
                                                  0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51};

/// All that is known of one scheme; the rows are in the order of `Scheme`.
struct Row {
  Scheme scheme;
  KeyKind kind;
  Hash hash;             ///< of the message; Ed25519 hashes by itself
  base::ByteView order;  ///< of an ECDSA curve, else empty
};
constexpr std::array<Row, 3> kRows{{{Scheme::rsa_pkcs1_sha256, KeyKind::rsa, Hash::sha256, {}},
                                    {Scheme::ecdsa_p256_sha256, KeyKind::ec_p256, Hash::sha256, kP256Order},
                                    {Scheme::ed25519, KeyKind::ed25519, Hash::sha512, {}}}};

const Row& row(Scheme scheme) noexcept { return kRows.at(static_cast<std::size_t>(scheme)); }

/// Nothing when OpenSSL finds no signature, as for an RSA key whose factors are not prime.
std::optional<base::Bytes> sign_evp(EVP_PKEY* key, Hash hash, base::ByteView message) {
  const EvpMdCtx context(EVP_MD_CTX_new());
  must(context != nullptr);
  must(EVP_DigestSignInit(context.get(), nullptr, message_digest(hash), nullptr, key) == 1);
  base::Bytes signature(static_cast<std::size_t>(EVP_PKEY_get_size(key)));
  std::size_t size = signature.size();
  if (EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) != 1) return std::nullopt;
  signature.resize(size);
  return signature;
}

bool verify_evp(EVP_PKEY* key, Hash hash, base::ByteView message, base::ByteView signature) {
  const EvpMdCtx context(EVP_MD_CTX_new());
  must(context != nullptr);
  must(EVP_DigestVerifyInit(context.get(), nullptr, message_digest(hash), nullptr, key) == 1);
  return EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
}

/// DER to r || s (RFC 7518 section 3.4).
base::Bytes to_raw(base::ByteView der, std::size_t width) {
  const unsigned char* at = der.data();
  const EcdsaSig parts(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  must(parts != nullptr);
  base::Bytes raw(width * 2);
  const int size = static_cast<int>(width);
  must(BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), raw.data(), size) == size);
  must(BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), raw.data() + width, size) == size);
  return raw;
}

base::Bytes to_der(base::ByteView raw) {
  const int width = static_cast<int>(raw.size() / 2);
  const EcdsaSig parts(ECDSA_SIG_new());
  must(parts != nullptr);
  auto* r = BN_bin2bn(raw.data(), width, nullptr);
  auto* s = BN_bin2bn(raw.data() + width, width, nullptr);
  must(r != nullptr && s != nullptr && ECDSA_SIG_set0(parts.get(), r, s) == 1);
  const int size = i2d_ECDSA_SIG(parts.get(), nullptr);
  must(size > 0);
  base::Bytes der(static_cast<std::size_t>(size));
  unsigned char* at = der.data();
  must(i2d_ECDSA_SIG(parts.get(), &at) == size);
  return der;
}

/// Whether 1 <= number < order.
bool in_range(base::ByteView number, base::ByteView order) {
  return std::ranges::any_of(number, [](std::uint8_t byte) { return byte != 0; }) &&
         std::ranges::lexicographical_compare(number, order);
}

bool verify_ecdsa(const PublicKey& key, const Row& scheme, base::ByteView message, base::ByteView signature) {
  const auto width = scheme.order.size();
  if (!in_range(signature.first(width), scheme.order) || !in_range(signature.subspan(width), scheme.order)) {
    return false;
  }
  return verify_evp(key.impl().pkey.get(), scheme.hash, message, to_der(signature));
}

base::Bytes sign_ed25519(const base::SecretBytes& key, base::ByteView message) {
  base::Bytes signature(crypto_sign_ed25519_BYTES);
  key.reveal([&](base::ByteView bytes) {
    must(crypto_sign_ed25519_detached(signature.data(), nullptr, message.data(), message.size(), bytes.data()) == 0);
  });
  return signature;
}

bool verify_ed25519(const PublicKey& key, base::ByteView message, base::ByteView signature) {
  const auto& x = std::get<OkpPublic>(key.impl().components).x;
  return crypto_sign_ed25519_verify_detached(signature.data(), message.data(), message.size(), x.data()) == 0;
}

}  // namespace

KeyKind key_kind(Scheme scheme) noexcept { return row(scheme).kind; }

std::size_t signature_size_bytes(const PublicKey& key) noexcept {
  switch (key.kind()) {
    case KeyKind::rsa: return (static_cast<std::size_t>(key.bits()) + 7) / 8;
    case KeyKind::ec_p256:
    case KeyKind::ed25519: return 64;
  }
  std::abort();
}

base::Result<base::Bytes> sign(const PrivateKey& key, Scheme scheme, base::ByteView message) {
  const auto& known = row(scheme);
  if (key.kind() != known.kind) {
    return base::fail(base::Reason::key_mismatch, "the key is of the kind " + std::string(describe(key.kind())) +
                                                      ", the signature needs " + std::string(describe(known.kind)));
  }
  const ErrorQueue errors;
  if (known.kind == KeyKind::ed25519) return sign_ed25519(key.impl().ed25519, message);
  auto signature = sign_evp(key.impl().pkey.get(), known.hash, message);
  if (!signature) return base::fail(base::Reason::internal, "OpenSSL cannot sign with this key", "make a new key");
  return known.order.empty() ? *std::move(signature) : to_raw(*signature, known.order.size());
}

bool verify(const PublicKey& key, Scheme scheme, base::ByteView message, base::ByteView signature) {
  const auto& known = row(scheme);
  if (key.kind() != known.kind || signature.size() != signature_size_bytes(key)) return false;
  const ErrorQueue errors;
  if (known.kind == KeyKind::ed25519) return verify_ed25519(key, message, signature);
  if (!known.order.empty()) return verify_ecdsa(key, known, message, signature);
  return verify_evp(key.impl().pkey.get(), known.hash, message, signature);
}

}  // namespace jwtkeep::crypto
