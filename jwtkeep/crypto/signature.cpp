#include "jwtkeep/crypto/signature.hpp"

#include <openssl/rsa.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <optional>

#include "jwtkeep/crypto/ec_curve.hpp"
#include "jwtkeep/crypto/ecdsa_form.hpp"
#include "jwtkeep/crypto/key_pair_impl.hpp"
#include "jwtkeep/crypto/message_digest.hpp"

namespace jwtkeep::crypto {
namespace {

/// All that is known of one scheme; the rows are in the order of `Scheme`.
struct Row {
  Scheme scheme;
  KeyKind kind;
  Hash hash;            ///< of the message; EdDSA hashes by itself
  int rsa_padding = 0;  ///< OpenSSL's number
};
constexpr std::array<Row, 12> kRows{{
    {Scheme::rsa_pkcs1_sha256, KeyKind::rsa, Hash::sha256, RSA_PKCS1_PADDING},
    {Scheme::rsa_pkcs1_sha384, KeyKind::rsa, Hash::sha384, RSA_PKCS1_PADDING},
    {Scheme::rsa_pkcs1_sha512, KeyKind::rsa, Hash::sha512, RSA_PKCS1_PADDING},
    {Scheme::rsa_pss_sha256, KeyKind::rsa, Hash::sha256, RSA_PKCS1_PSS_PADDING},
    {Scheme::rsa_pss_sha384, KeyKind::rsa, Hash::sha384, RSA_PKCS1_PSS_PADDING},
    {Scheme::rsa_pss_sha512, KeyKind::rsa, Hash::sha512, RSA_PKCS1_PSS_PADDING},
    {Scheme::ecdsa_p256_sha256, KeyKind::ec_p256, Hash::sha256},
    {Scheme::ecdsa_p384_sha384, KeyKind::ec_p384, Hash::sha384},
    {Scheme::ecdsa_p521_sha512, KeyKind::ec_p521, Hash::sha512},
    {Scheme::ecdsa_secp256k1_sha256, KeyKind::ec_secp256k1, Hash::sha256},
    {Scheme::ed25519, KeyKind::ed25519, Hash::sha512},
    {Scheme::ed448, KeyKind::ed448, Hash::sha512},
}};

constexpr auto kSchemes = [] {
  std::array<Scheme, kRows.size()> all{};
  std::ranges::transform(kRows, all.begin(), &Row::scheme);
  return all;
}();

const Row& row(Scheme scheme) noexcept { return kRows.at(static_cast<std::size_t>(scheme)); }

enum class Direction : bool { sign, verify };

/// A context of the key's pool, or a new one; given back when this goes.
class LentContext {
 public:
  LentContext(const ContextPool& pool, EVP_PKEY* key, const Row& scheme, Direction direction)
      : pool_(pool), entry_(pool.take(static_cast<std::uint8_t>(scheme.scheme))) {
    if (entry_ == nullptr) {
      entry_ = std::make_unique<ContextPool::Entry>(
          ContextPool::Entry{static_cast<std::uint8_t>(scheme.scheme), prepare(key, scheme, direction)});
    }
  }
  LentContext(const LentContext&) = delete;
  LentContext& operator=(const LentContext&) = delete;
  ~LentContext() { pool_.give_back(std::move(entry_)); }

  [[nodiscard]] EVP_PKEY_CTX* get() const noexcept { return entry_->context.get(); }

 private:
  static EvpPkeyCtx prepare(EVP_PKEY* key, const Row& scheme, Direction direction) {
    EvpPkeyCtx context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
    must(context != nullptr);
    must((direction == Direction::sign ? EVP_PKEY_sign_init(context.get()) : EVP_PKEY_verify_init(context.get())) == 1);
    const auto* hash = message_digest(scheme.hash);
    must(EVP_PKEY_CTX_set_signature_md(context.get(), hash) == 1);
    if (scheme.rsa_padding == 0) return context;
    must(EVP_PKEY_CTX_set_rsa_padding(context.get(), scheme.rsa_padding) == 1);
    if (scheme.rsa_padding == RSA_PKCS1_PSS_PADDING) {
      must(EVP_PKEY_CTX_set_rsa_mgf1_md(context.get(), hash) == 1);
      must(EVP_PKEY_CTX_set_rsa_pss_saltlen(context.get(), RSA_PSS_SALTLEN_DIGEST) == 1);
    }
    return context;
  }

  const ContextPool& pool_;
  std::unique_ptr<ContextPool::Entry> entry_;
};

/// Nothing when OpenSSL finds no signature, as for an RSA key whose factors are not prime.
std::optional<std::size_t> sign_evp(const PrivateKey::Impl& key, const Row& scheme, base::ByteView message,
                                    base::MutableByteView signature) {
  const MessageHash digest(scheme.hash, message);
  const LentContext context(key.contexts, key.pkey.get(), scheme, Direction::sign);
  std::size_t size = signature.size();
  const auto hashed = digest.view();
  if (EVP_PKEY_sign(context.get(), signature.data(), &size, hashed.data(), hashed.size()) != 1) return std::nullopt;
  return size;
}

bool verify_evp(const PublicKey::Impl& key, const Row& scheme, base::ByteView message, base::ByteView signature) {
  const MessageHash digest(scheme.hash, message);
  const LentContext context(key.contexts, key.pkey.get(), scheme, Direction::verify);
  const auto hashed = digest.view();
  return EVP_PKEY_verify(context.get(), signature.data(), signature.size(), hashed.data(), hashed.size()) == 1;
}

std::optional<base::Bytes> sign_rsa(const PrivateKey::Impl& key, const Row& scheme, base::ByteView message) {
  base::Bytes signature(static_cast<std::size_t>(EVP_PKEY_get_size(key.pkey.get())));
  const auto size = sign_evp(key, scheme, message, signature);
  if (!size) return std::nullopt;
  signature.resize(*size);
  return signature;
}

std::optional<base::Bytes> sign_ecdsa(const PrivateKey::Impl& key, const Row& scheme, base::ByteView message) {
  EcdsaDer der{};
  const auto size = sign_evp(key, scheme, message, der);
  if (!size) return std::nullopt;
  base::Bytes raw(ec_curve(scheme.kind)->width * 2);
  must(ecdsa_from_der(base::ByteView(der).first(*size), raw));
  return raw;
}

/// Whether 1 <= number < order.
bool in_range(base::ByteView number, base::ByteView order) {
  return std::ranges::any_of(number, [](std::uint8_t byte) { return byte != 0; }) &&
         std::ranges::lexicographical_compare(number, order);
}

bool verify_ecdsa(const PublicKey::Impl& key, const Row& scheme, base::ByteView message, base::ByteView signature) {
  const auto& curve = *ec_curve(scheme.kind);
  if (!in_range(signature.first(curve.width), curve.order) || !in_range(signature.subspan(curve.width), curve.order)) {
    return false;
  }
  EcdsaDer der{};
  const auto size = ecdsa_to_der(signature, der);
  return verify_evp(key, scheme, message, base::ByteView(der).first(size));
}

base::Bytes sign_ed25519(const base::SecretBytes& key, base::ByteView message) {
  base::Bytes signature(crypto_sign_ed25519_BYTES);
  key.reveal([&](base::ByteView bytes) {
    must(crypto_sign_ed25519_detached(signature.data(), nullptr, message.data(), message.size(), bytes.data()) == 0);
  });
  return signature;
}

bool verify_ed25519(const PublicKey::Impl& key, base::ByteView message, base::ByteView signature) {
  const auto& x = std::get<OkpPublic>(key.components).x;
  if (const auto* table = key.ed25519_table.next_use(x)) return ed25519::verify(*table, x, message, signature);
  return crypto_sign_ed25519_verify_detached(signature.data(), message.data(), message.size(), x.data()) == 0;
}

base::Bytes sign_ed448(const PrivateKey::Impl& key, base::ByteView message) {
  const EvpMdCtx context(EVP_MD_CTX_new());
  base::Bytes signature(static_cast<std::size_t>(EVP_PKEY_get_size(key.pkey.get())));
  std::size_t size = signature.size();
  must(context != nullptr && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.pkey.get()) == 1);
  must(EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) == 1);
  return signature;
}

bool verify_ed448(const PublicKey::Impl& key, base::ByteView message, base::ByteView signature) {
  const EvpMdCtx context(EVP_MD_CTX_new());
  must(context != nullptr && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.pkey.get()) == 1);
  return EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
}

}  // namespace

std::span<const Scheme> schemes() noexcept { return kSchemes; }

KeyKind key_kind(Scheme scheme) noexcept { return row(scheme).kind; }

std::size_t signature_size_bytes(const PublicKey& key) noexcept {
  switch (key.kind()) {
    case KeyKind::rsa: return (static_cast<std::size_t>(key.bits()) + 7) / 8;
    case KeyKind::ec_p256:
    case KeyKind::ec_p384:
    case KeyKind::ec_p521:
    case KeyKind::ec_secp256k1: return ec_curve(key.kind())->width * 2;
    case KeyKind::ed25519: return 64;
    case KeyKind::ed448: return 114;
    case KeyKind::x25519:
    case KeyKind::x448: return 0;
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
  if (known.kind == KeyKind::ed448) return sign_ed448(key.impl(), message);
  auto signature = is_ec(known.kind) ? sign_ecdsa(key.impl(), known, message) : sign_rsa(key.impl(), known, message);
  if (!signature) return base::fail(base::Reason::internal, "OpenSSL cannot sign with this key", "make a new key");
  return *std::move(signature);
}

bool verify(const PublicKey& key, Scheme scheme, base::ByteView message, base::ByteView signature) {
  const auto& known = row(scheme);
  if (key.kind() != known.kind || signature.size() != signature_size_bytes(key)) return false;
  const ErrorQueue errors;
  if (known.kind == KeyKind::ed25519) return verify_ed25519(key.impl(), message, signature);
  if (known.kind == KeyKind::ed448) return verify_ed448(key.impl(), message, signature);
  if (is_ec(known.kind)) return verify_ecdsa(key.impl(), known, message, signature);
  return verify_evp(key.impl(), known, message, signature);
}

}  // namespace jwtkeep::crypto
