#include "jwtkeep/crypto/key_wrap.hpp"

#include <array>

#include "jwtkeep/crypto/evp.hpp"

namespace jwtkeep::crypto {
namespace {

using base::ByteView;
using base::MutableByteView;
using base::SecretBytes;
using CipherCtx = std::unique_ptr<EVP_CIPHER_CTX, FreeWith<EVP_CIPHER_CTX_free>>;

constexpr std::size_t kUnitBytes = 8;
constexpr std::size_t kMinKeyBytes = 2 * kUnitBytes;
constexpr std::size_t kMaxKeyBytes = 4096;

const EVP_CIPHER* wrap_cipher(std::size_t wrapping_key_bytes) {
  static const std::array<EVP_CIPHER*, 3> kFetched{EVP_CIPHER_fetch(nullptr, "AES-128-WRAP", nullptr),
                                                   EVP_CIPHER_fetch(nullptr, "AES-192-WRAP", nullptr),
                                                   EVP_CIPHER_fetch(nullptr, "AES-256-WRAP", nullptr)};
  must(wrapping_key_bytes == 16 || wrapping_key_bytes == 24 || wrapping_key_bytes == 32);
  const auto* found = kFetched[wrapping_key_bytes / 8 - 2];
  must(found != nullptr);
  return found;
}

/// Bytes written to `target`, or nothing when the integrity check (RFC 3394 section 2.2.3) fails.
std::optional<std::size_t> run(const SecretBytes& wrapping_key, bool wrapping, ByteView source,
                               MutableByteView target) {
  const CipherCtx context(EVP_CIPHER_CTX_new());
  must(context != nullptr);
  EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  wrapping_key.reveal([&](ByteView key) {
    must(EVP_CipherInit_ex2(context.get(), wrap_cipher(key.size()), key.data(), nullptr, wrapping ? 1 : 0, nullptr) ==
         1);
  });
  int written = 0;
  const bool held =
      EVP_CipherUpdate(context.get(), target.data(), &written, source.data(), static_cast<int>(source.size())) == 1;
  if (!held || written <= 0) return std::nullopt;
  return static_cast<std::size_t>(written);
}

}  // namespace

base::Bytes wrap_key(const SecretBytes& wrapping_key, const SecretBytes& key) {
  must(key.size() >= kMinKeyBytes && key.size() <= kMaxKeyBytes && key.size() % kUnitBytes == 0);
  const ErrorQueue errors;
  base::Bytes wrapped(key.size() + kKeyWrapOverheadBytes);
  const auto written = key.reveal([&](ByteView bytes) { return run(wrapping_key, true, bytes, wrapped); });
  must(written == wrapped.size());
  base::wipe_stack();
  return wrapped;
}

std::optional<SecretBytes> unwrap_key(const SecretBytes& wrapping_key, ByteView wrapped) {
  if (wrapped.size() < kMinKeyBytes + kKeyWrapOverheadBytes || wrapped.size() > kMaxKeyBytes + kKeyWrapOverheadBytes ||
      wrapped.size() % kUnitBytes != 0) {
    return std::nullopt;
  }
  const ErrorQueue errors;
  // OpenSSL unwraps in place, over all of the wrapped key's length.
  SecretBytes key(wrapped.size());
  const auto written = key.fill([&](MutableByteView target) { return run(wrapping_key, false, wrapped, target); });
  base::wipe_stack();
  if (written != wrapped.size() - kKeyWrapOverheadBytes) return std::nullopt;
  key.truncate(*written);
  return key;
}

}  // namespace jwtkeep::crypto
