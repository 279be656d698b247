#include "jwtkeep/crypto/pbkdf2.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <type_traits>

#include "jwtkeep/crypto/evp.hpp"

// EVP copies the password to ordinary memory and allocates in every iteration, which makes it several times as slow
// where the processor hashes by itself. That the bare hash is called deprecated is the lesser evil.
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

namespace jwtkeep::crypto {
namespace {

using base::ByteView;
using base::MutableByteView;
using base::SecretBytes;

constexpr std::size_t kMaxSizeBytes = 1024;

struct Sha256 {
  using Context = SHA256_CTX;
  static constexpr std::size_t kBlockBytes = SHA256_CBLOCK;
  static constexpr std::size_t kDigestBytes = SHA256_DIGEST_LENGTH;
  static constexpr auto kInit = SHA256_Init;
  static constexpr auto kUpdate = SHA256_Update;
  static constexpr auto kFinal = SHA256_Final;
};
struct Sha384 {
  using Context = SHA512_CTX;
  static constexpr std::size_t kBlockBytes = SHA512_CBLOCK;
  static constexpr std::size_t kDigestBytes = SHA384_DIGEST_LENGTH;
  static constexpr auto kInit = SHA384_Init;
  static constexpr auto kUpdate = SHA384_Update;
  static constexpr auto kFinal = SHA384_Final;
};
struct Sha512 {
  using Context = SHA512_CTX;
  static constexpr std::size_t kBlockBytes = SHA512_CBLOCK;
  static constexpr std::size_t kDigestBytes = SHA512_DIGEST_LENGTH;
  static constexpr auto kInit = SHA512_Init;
  static constexpr auto kUpdate = SHA512_Update;
  static constexpr auto kFinal = SHA512_Final;
};

/// One derivation's whole state, so that it can stand in guarded memory. HMAC's two pads are hashed once.
template <class Sha>
struct Work {
  typename Sha::Context inner, outer, running;
  std::array<std::uint8_t, Sha::kBlockBytes> pad;
  std::array<std::uint8_t, Sha::kDigestBytes> u, block;

  void set_password(ByteView password) {
    pad.fill(0);
    if (password.size() > pad.size()) {
      must(Sha::kInit(&running) == 1 && Sha::kUpdate(&running, password.data(), password.size()) == 1 &&
           Sha::kFinal(pad.data(), &running) == 1);
    } else {
      std::ranges::copy(password, pad.begin());
    }
    absorb_pad(inner, 0x36);
    absorb_pad(outer, 0x36 ^ 0x5c);
  }

  /// T_i of RFC 8018 section 5.2, step 3, into `block`.
  void make_block(ByteView salt, std::uint32_t count, std::uint32_t index) {
    const std::array<std::uint8_t, 4> number{static_cast<std::uint8_t>(index >> 24),
                                             static_cast<std::uint8_t>(index >> 16),
                                             static_cast<std::uint8_t>(index >> 8), static_cast<std::uint8_t>(index)};
    running = inner;
    Sha::kUpdate(&running, salt.data(), salt.size());
    Sha::kUpdate(&running, number.data(), number.size());
    finish();
    block = u;
    for (std::uint32_t i = 1; i < count; ++i) {
      running = inner;
      Sha::kUpdate(&running, u.data(), u.size());
      finish();
      for (std::size_t at = 0; at < block.size(); ++at) block[at] ^= u[at];
    }
  }

 private:
  void absorb_pad(typename Sha::Context& context, std::uint8_t mask) {
    for (auto& byte : pad) byte ^= mask;
    must(Sha::kInit(&context) == 1 && Sha::kUpdate(&context, pad.data(), pad.size()) == 1);
  }

  /// HMAC's second half (RFC 2104 section 2) into `u`.
  void finish() {
    Sha::kFinal(u.data(), &running);
    running = outer;
    Sha::kUpdate(&running, u.data(), u.size());
    Sha::kFinal(u.data(), &running);
  }
};

template <class Sha>
SecretBytes derive_with(const SecretBytes& password, ByteView salt, std::uint32_t count, std::size_t size_bytes) {
  static_assert(std::is_trivially_copyable_v<Work<Sha>>);
  SecretBytes room(sizeof(Work<Sha>) + alignof(Work<Sha>));
  base::SecretBuilder derived;
  room.fill([&](MutableByteView bytes) {
    void* at = bytes.data();
    std::size_t space = bytes.size();
    auto* work = new (std::align(alignof(Work<Sha>), sizeof(Work<Sha>), at, space)) Work<Sha>;
    password.reveal([&](ByteView text) { work->set_password(text); });
    for (std::uint32_t index = 1; derived.size() < size_bytes; ++index) {
      work->make_block(salt, count, index);
      derived.append(ByteView(work->block));
    }
  });
  auto key = derived.take();
  key.truncate(size_bytes);
  base::wipe_stack();
  return key;
}

}  // namespace

SecretBytes pbkdf2(Hash hash, const SecretBytes& password, ByteView salt, std::uint32_t count, std::size_t size_bytes) {
  must(count >= 1 && size_bytes <= kMaxSizeBytes);
  switch (hash) {
    case Hash::sha256: return derive_with<Sha256>(password, salt, count, size_bytes);
    case Hash::sha384: return derive_with<Sha384>(password, salt, count, size_bytes);
    case Hash::sha512: return derive_with<Sha512>(password, salt, count, size_bytes);
  }
  std::abort();
}

}  // namespace jwtkeep::crypto
