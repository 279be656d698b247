#include <sodium.h>

#include "jwtkeep/crypto/key_pair_impl.hpp"
#include "jwtkeep/crypto/random.hpp"

namespace jwtkeep::crypto {
namespace {

using base::fail;
using base::Reason;

constexpr std::size_t kPublicBytes = crypto_sign_ed25519_PUBLICKEYBYTES;
constexpr std::size_t kSeedBytes = crypto_sign_ed25519_SEEDBYTES;

struct Expanded {
  base::Bytes pub;
  base::SecretBytes key;  ///< seed || public key
};

Expanded expand(const base::SecretBytes& seed) {
  static const int initialised = sodium_init();
  must(initialised >= 0);
  Expanded out{base::Bytes(kPublicBytes), base::SecretBytes(crypto_sign_ed25519_SECRETKEYBYTES)};
  seed.reveal([&](base::ByteView bytes) {
    out.key.fill([&](base::MutableByteView target) {
      must(crypto_sign_ed25519_seed_keypair(out.pub.data(), target.data(), bytes.data()) == 0);
    });
  });
  return out;
}

PublicKey own(base::Bytes x) {
  return PublicKey(std::make_shared<PublicKey::Impl>(
      PublicKey::Impl{KeyKind::ed25519, 256, OkpPublic{KeyKind::ed25519, std::move(x)}, nullptr}));
}

PrivateKey own(Expanded expanded) {
  return PrivateKey(std::make_shared<PrivateKey::Impl>(
      PrivateKey::Impl{own(std::move(expanded.pub)), nullptr, std::move(expanded.key)}));
}

}  // namespace

base::Result<PublicKey> make_ed25519_public(const OkpPublic& numbers) {
  if (numbers.x.size() != kPublicBytes) {
    return fail(Reason::bad_value, "the Ed25519 key does not have 32 bytes (RFC 8037 section 2)",
                "export the key again from where it was made");
  }
  // Canonical, on the curve and in the prime-order group: under a point of small order one signature fits many
  // messages.
  if (crypto_core_ed25519_is_valid_point(numbers.x.data()) != 1) {
    return fail(Reason::bad_value, "the Ed25519 key is not a point of the curve's prime-order group",
                "make a new key: this one's signatures prove nothing");
  }
  return own(numbers.x);
}

base::Result<PrivateKey> make_ed25519_private(const OkpPrivate& numbers) {
  if (numbers.d.size() != kSeedBytes) {
    return fail(Reason::bad_value, "the Ed25519 private key does not have 32 bytes (RFC 8037 section 2)",
                "export the key again from where it was made");
  }
  auto expanded = expand(numbers.d);
  if (expanded.pub != numbers.pub.x) {
    return fail(Reason::bad_value, "the Ed25519 private key does not belong to its public key",
                "export the key again from where it was made");
  }
  return own(std::move(expanded));
}

PrivateKey generate_ed25519() { return own(expand(random_secret(kSeedBytes))); }

}  // namespace jwtkeep::crypto
