#include "jwtkeep/crypto/key_wrap.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "jwtkeep/crypto/evp.hpp"

namespace jwtkeep::crypto {
namespace {

using base::ByteView;
using base::MutableByteView;
using base::SecretBytes;
using CipherCtx = std::unique_ptr<EVP_CIPHER_CTX, FreeWith<EVP_CIPHER_CTX_free>>;

constexpr std::size_t kUnitBytes = 8;
constexpr std::size_t kBlockBytes = 2 * kUnitBytes;
constexpr std::size_t kMinKeyBytes = 2 * kUnitBytes;
constexpr std::size_t kMaxKeyBytes = 4096;
constexpr std::array<std::uint8_t, kUnitBytes> kInitialValue{0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6};

const EVP_CIPHER* block_cipher(std::size_t key_bytes) {
  static const std::array<EVP_CIPHER*, 3> fetched{EVP_CIPHER_fetch(nullptr, "AES-128-ECB", nullptr),
                                                  EVP_CIPHER_fetch(nullptr, "AES-192-ECB", nullptr),
                                                  EVP_CIPHER_fetch(nullptr, "AES-256-ECB", nullptr)};
  must(key_bytes == 16 || key_bytes == 24 || key_bytes == 32);
  const auto* found = fetched[key_bytes / 8 - 2];
  must(found != nullptr);
  return found;
}

/// One block after another under one key. OpenSSL 3.0 has AES-*-WRAP too, but on every processor it looks secret bytes
/// up in tables there, which another process can tell from its cache (tests/constant_time found it); its AES by itself
/// does not.
class BlockCipher {
 public:
  BlockCipher(const SecretBytes& key, bool encrypting) : context_(EVP_CIPHER_CTX_new()) {
    must(context_ != nullptr);
    key.reveal([&](ByteView bytes) {
      must(EVP_CipherInit_ex2(context_.get(), block_cipher(bytes.size()), bytes.data(), nullptr, encrypting ? 1 : 0,
                              nullptr) == 1);
    });
    EVP_CIPHER_CTX_set_padding(context_.get(), 0);
  }

  void turn(MutableByteView block) const {
    int written = 0;
    must(EVP_CipherUpdate(context_.get(), block.data(), &written, block.data(), kBlockBytes) == 1);
    must(written == kBlockBytes);
  }

 private:
  CipherCtx context_;
};

/// A ^= t (RFC 3394 section 2.2.1), t big-endian.
void mix_in(MutableByteView a, std::uint64_t t) noexcept {
  for (std::size_t i = kUnitBytes; i-- > 0; t >>= 8U) a[i] ^= static_cast<std::uint8_t>(t);
}

/// One step on A, which `text` begins with, and the t-th register: `work` turns them as one block.
void step(MutableByteView text, MutableByteView block, std::uint64_t t, const auto& work) {
  const auto registers = text.size() / kUnitBytes - 1;
  const auto a = text.first(kUnitBytes);
  const auto r = text.subspan(kUnitBytes * (1 + static_cast<std::size_t>(t - 1) % registers), kUnitBytes);
  std::ranges::copy(a, block.begin());
  std::ranges::copy(r, block.begin() + kUnitBytes);
  work(block);
  std::ranges::copy(block.first(kUnitBytes), a.begin());
  std::ranges::copy(block.subspan(kUnitBytes), r.begin());
}

/// The text before or after all steps: A and then the registers.
using Text = SecretBytes;

std::uint64_t steps_of(const Text& text) { return 6 * (text.size() / kUnitBytes - 1); }

void wrap_in_place(const SecretBytes& wrapping_key, Text& text) {
  const BlockCipher cipher(wrapping_key, true);
  SecretBytes buffer(kBlockBytes);
  const auto steps = steps_of(text);
  text.fill([&](MutableByteView all) {
    buffer.fill([&](MutableByteView block) {
      for (std::uint64_t t = 1; t <= steps; ++t) {
        step(all, block, t, [&](MutableByteView both) {
          cipher.turn(both);
          mix_in(both.first(kUnitBytes), t);
        });
      }
    });
  });
}

void unwrap_in_place(const SecretBytes& wrapping_key, Text& text) {
  const BlockCipher cipher(wrapping_key, false);
  SecretBytes buffer(kBlockBytes);
  const auto steps = steps_of(text);
  text.fill([&](MutableByteView all) {
    buffer.fill([&](MutableByteView block) {
      for (std::uint64_t t = steps; t > 0; --t) {
        step(all, block, t, [&](MutableByteView both) {
          mix_in(both.first(kUnitBytes), t);
          cipher.turn(both);
        });
      }
    });
  });
}

}  // namespace

base::Bytes wrap_key(const SecretBytes& wrapping_key, const SecretBytes& key) {
  must(key.size() >= kMinKeyBytes && key.size() <= kMaxKeyBytes && key.size() % kUnitBytes == 0);
  const ErrorQueue errors;
  Text text(key.size() + kKeyWrapOverheadBytes);
  text.fill([&](MutableByteView all) {
    std::ranges::copy(kInitialValue, all.begin());
    key.reveal([&](ByteView bytes) { std::ranges::copy(bytes, all.begin() + kUnitBytes); });
  });
  wrap_in_place(wrapping_key, text);
  base::wipe_stack();
  return text.reveal([](ByteView wrapped) { return base::Bytes(wrapped.begin(), wrapped.end()); });
}

std::optional<SecretBytes> unwrap_key(const SecretBytes& wrapping_key, ByteView wrapped) {
  if (wrapped.size() < kMinKeyBytes + kKeyWrapOverheadBytes || wrapped.size() > kMaxKeyBytes + kKeyWrapOverheadBytes ||
      wrapped.size() % kUnitBytes != 0) {
    return std::nullopt;
  }
  const ErrorQueue errors;
  auto text = Text::copy_of(wrapped);
  unwrap_in_place(wrapping_key, text);
  base::wipe_stack();
  // RFC 3394 section 2.2.3: that the initial value comes out proves all of it.
  const bool held =
      text.reveal([](ByteView all) { return sodium_memcmp(all.data(), kInitialValue.data(), kUnitBytes) == 0; });
  if (!held) return std::nullopt;
  return text.reveal([](ByteView all) { return SecretBytes::copy_of(all.subspan(kUnitBytes)); });
}

}  // namespace jwtkeep::crypto
