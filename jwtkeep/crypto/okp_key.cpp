// Octet key pairs (RFC 8037): Ed448, X25519 and X448 by OpenSSL. Ed25519 is libsodium's (ed25519_key.cpp).
#include <algorithm>
#include <array>

#include "jwtkeep/crypto/ed448_point.hpp"
#include "jwtkeep/crypto/key_pair_impl.hpp"

namespace jwtkeep::crypto {
namespace {

using base::fail;
using base::Reason;

/// All that is known of one kind.
struct Okp {
  KeyKind kind;
  const char* type;  ///< OpenSSL's name
  std::size_t size;  ///< bytes of the public and of the private key
  int bits;          ///< as `PublicKey::bits`
};
constexpr std::array<Okp, 4> kOkps{{{KeyKind::ed25519, "ED25519", 32, 256},
                                    {KeyKind::ed448, "ED448", 57, 448},
                                    {KeyKind::x25519, "X25519", 32, 256},
                                    {KeyKind::x448, "X448", 56, 448}}};

base::Result<const Okp*> okp_of(KeyKind kind, std::size_t size) {
  const auto* found = std::ranges::find(kOkps, kind, &Okp::kind);
  if (found == kOkps.end()) return fail(Reason::bad_value, "not an octet key pair of this library");
  if (size != found->size) {
    return fail(Reason::bad_value,
                "the " + std::string(describe(kind)) + " key does not have " + std::to_string(found->size) +
                    " bytes (RFC 8037 section 2)",
                "export the key again from where it was made");
  }
  return found;
}

base::Bytes public_octets(const EVP_PKEY* key, std::size_t size) {
  base::Bytes octets(size);
  must(EVP_PKEY_get_raw_public_key(key, octets.data(), &size) == 1 && size == octets.size());
  return octets;
}

const Okp* okp_of(const EVP_PKEY* key) {
  const auto* found = std::ranges::find_if(kOkps, [&](const Okp& okp) { return EVP_PKEY_is_a(key, okp.type) == 1; });
  return found == kOkps.end() ? nullptr : found;
}

PublicKey own(const Okp& okp, base::Bytes x) {
  EvpPkey pkey(EVP_PKEY_new_raw_public_key_ex(nullptr, okp.type, nullptr, x.data(), x.size()));
  must(pkey != nullptr);
  return PublicKey(std::make_shared<PublicKey::Impl>(
      PublicKey::Impl{okp.kind, okp.bits, OkpPublic{okp.kind, std::move(x)}, std::move(pkey)}));
}

PrivateKey own(const Okp& okp, base::Bytes x, EvpPkey pkey) {
  return PrivateKey(std::make_shared<PrivateKey::Impl>(PrivateKey::Impl{own(okp, std::move(x)), std::move(pkey), {}}));
}

}  // namespace

base::Result<PublicKey> make_public(const OkpPublic& numbers) {
  const ErrorQueue errors;
  JWTKEEP_TRY(const auto* okp, okp_of(numbers.kind, numbers.x.size()));
  if (okp->kind == KeyKind::ed25519) return make_ed25519_public(numbers);
  if (okp->kind == KeyKind::ed448 && !is_ed448_key(numbers.x)) {
    return fail(Reason::bad_value, "the Ed448 key is not a point of the curve, or one of small order",
                "make a new key: this one's signatures prove nothing");
  }
  return own(*okp, numbers.x);
}

base::Result<PrivateKey> make_private(const OkpPrivate& numbers) {
  const ErrorQueue errors;
  JWTKEEP_TRY(const auto* okp, okp_of(numbers.pub.kind, numbers.d.size()));
  if (okp->kind == KeyKind::ed25519) return make_ed25519_private(numbers);
  EvpPkey pkey(numbers.d.reveal([&](base::ByteView d) {
    return EVP_PKEY_new_raw_private_key_ex(nullptr, okp->type, nullptr, d.data(), d.size());
  }));
  must(pkey != nullptr);
  auto x = public_octets(pkey.get(), okp->size);
  if (x != numbers.pub.x) {
    return fail(Reason::bad_value,
                "the " + std::string(describe(okp->kind)) + " private key does not belong to its public key",
                "export the key again from where it was made");
  }
  return own(*okp, std::move(x), std::move(pkey));
}

PrivateKey generate_okp(KeyKind kind) {
  if (kind == KeyKind::ed25519) return generate_ed25519();
  const ErrorQueue errors;
  const auto* okp = std::ranges::find(kOkps, kind, &Okp::kind);
  must(okp != kOkps.end());
  EvpPkey pkey(EVP_PKEY_Q_keygen(nullptr, nullptr, okp->type));
  must(pkey != nullptr);
  auto x = public_octets(pkey.get(), okp->size);
  return own(*okp, std::move(x), std::move(pkey));
}

std::optional<OkpPublic> okp_public(const EVP_PKEY* key) {
  const auto* okp = okp_of(key);
  if (okp == nullptr) return std::nullopt;
  return OkpPublic{okp->kind, public_octets(key, okp->size)};
}

std::optional<OkpPrivate> okp_private(const EVP_PKEY* key) {
  auto pub = okp_public(key);
  if (!pub) return std::nullopt;
  std::size_t size = pub->x.size();
  OkpPrivate numbers{*std::move(pub), base::SecretBytes(size)};
  const bool read = numbers.d.fill([&](base::MutableByteView target) {
    return EVP_PKEY_get_raw_private_key(key, target.data(), &size) == 1 && size == target.size();
  });
  if (!read) return std::nullopt;
  return numbers;
}

}  // namespace jwtkeep::crypto
