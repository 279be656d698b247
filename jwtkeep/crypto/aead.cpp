#include "jwtkeep/crypto/aead.hpp"

#include <sodium.h>

#include "jwtkeep/crypto/evp.hpp"
#include "jwtkeep/crypto/random.hpp"

namespace jwtkeep::crypto {
namespace {

constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
static_assert(kAeadKeyBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(kAeadOverheadBytes == kNonceBytes + crypto_aead_xchacha20poly1305_ietf_ABYTES);

}  // namespace

base::Bytes seal(const base::SecretBytes& key, base::ByteView associated_data, const base::SecretBytes& plaintext) {
  must(key.size() == kAeadKeyBytes);
  base::Bytes sealed(plaintext.size() + kAeadOverheadBytes);
  fill_random(base::MutableByteView(sealed).first(kNonceBytes));
  plaintext.reveal([&](base::ByteView text) {
    key.reveal([&](base::ByteView key_bytes) {
      unsigned long long written = 0;
      must(crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + kNonceBytes, &written, text.data(), text.size(),
                                                      associated_data.data(), associated_data.size(), nullptr,
                                                      sealed.data(), key_bytes.data()) == 0);
      must(written == sealed.size() - kNonceBytes);
    });
  });
  base::wipe_stack();
  return sealed;
}

std::optional<base::SecretBytes> open(const base::SecretBytes& key, base::ByteView associated_data,
                                      base::ByteView sealed) {
  must(key.size() == kAeadKeyBytes);
  if (sealed.size() < kAeadOverheadBytes) return std::nullopt;
  base::SecretBytes plaintext(sealed.size() - kAeadOverheadBytes);
  const auto text = sealed.subspan(kNonceBytes);
  const bool held = plaintext.fill([&](base::MutableByteView target) {
    return key.reveal([&](base::ByteView key_bytes) {
      return crypto_aead_xchacha20poly1305_ietf_decrypt(target.data(), nullptr, nullptr, text.data(), text.size(),
                                                        associated_data.data(), associated_data.size(), sealed.data(),
                                                        key_bytes.data()) == 0;
    });
  });
  base::wipe_stack();
  if (!held) return std::nullopt;
  return plaintext;
}

}  // namespace jwtkeep::crypto
