// A key that is used often verifies by tables of ours; its first uses are libsodium's. Both must give the same answer.
//
// The input: 32 bytes of a seed, 64 that are mixed into the signature, the rest is the message.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/crypto/signature.hpp"

namespace base = jwtkeep::base;
namespace crypto = jwtkeep::crypto;

namespace {

constexpr std::size_t kSeedBytes = 32;
constexpr std::size_t kSignatureBytes = 64;

/// The private key of a seed: PKCS#8 is these bytes and the seed (RFC 8410 section 10.3).
crypto::PrivateKey key_of(base::ByteView seed) {
  base::SecretBuilder der;
  der.append(
      base::Bytes{0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20});
  der.append(seed);
  return crypto::PrivateKey::from_pkcs8(der.take()).value();
}

void compare(const crypto::PublicKey& key, base::ByteView message, base::ByteView signature) {
  const auto ask = [&] { return crypto::verify(key, crypto::Scheme::ed25519, message, signature); };
  const bool first = ask();
  for (int use = 0; use < 4; ++use) {
    if (ask() != first) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < kSeedBytes + kSignatureBytes) return 0;
  const base::ByteView input{data, size};
  const auto mixed = input.subspan(kSeedBytes, kSignatureBytes);
  const auto message = input.subspan(kSeedBytes + kSignatureBytes);
  const auto key = key_of(input.first(kSeedBytes));
  auto signature = crypto::sign(key, crypto::Scheme::ed25519, message).value();
  compare(key.public_key(), message, signature);
  for (std::size_t i = 0; i < signature.size(); ++i) signature[i] = static_cast<std::uint8_t>(signature[i] ^ mixed[i]);
  // A key of its own each time: the first answers have to be libsodium's again.
  compare(crypto::PublicKey::from_components(key.public_key().components()).value(), message, signature);
  compare(crypto::PublicKey::from_components(key.public_key().components()).value(), message, mixed);
  // The input as a public key.
  const crypto::OkpPublic octets{crypto::KeyKind::ed25519, {data, data + kSeedBytes}};
  if (const auto other = crypto::PublicKey::from_components(octets)) compare(*other, message, signature);
  return 0;
}
