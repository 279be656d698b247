#include "jwtkeep/crypto/hmac_key.hpp"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "jwtkeep/crypto/evp.hpp"
#include "jwtkeep/crypto/same_tag.hpp"
#include "jwtkeep/crypto/wipe_registers.hpp"

// EVP allocates a context for each message and cannot start from a saved state without one; SHA256_* and SHA512_* work
// on a plain struct, run the same assembly, and are called deprecated for reasons that do not touch either.
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

namespace jwtkeep::crypto {
namespace {

struct Sha256 {
  using Context = SHA256_CTX;
  using Word = SHA_LONG;
  static constexpr std::size_t kBlockBytes = SHA256_CBLOCK;
  static constexpr std::size_t kLengthBytes = 8;
  static constexpr unsigned kTagBytes = SHA256_DIGEST_LENGTH;
  static void init(Context& context) { must(SHA256_Init(&context) == 1); }
  static void update(Context& context, const void* data, std::size_t size) {
    must(SHA256_Update(&context, data, size) == 1);
  }
  static void final(Context& context, std::uint8_t* out) { must(SHA256_Final(out, &context) == 1); }
  static void transform(Context& context, const std::uint8_t* block) { SHA256_Transform(&context, block); }
};

template <unsigned kBytes>
struct Sha512Family {
  using Context = SHA512_CTX;
  using Word = SHA_LONG64;
  static constexpr std::size_t kBlockBytes = SHA512_CBLOCK;
  static constexpr std::size_t kLengthBytes = 16;
  static constexpr unsigned kTagBytes = kBytes;
  static void init(Context& context) {
    must((kBytes == SHA384_DIGEST_LENGTH ? SHA384_Init(&context) : SHA512_Init(&context)) == 1);
  }
  static void update(Context& context, const void* data, std::size_t size) {
    must(SHA512_Update(&context, data, size) == 1);
  }
  static void final(Context& context, std::uint8_t* out) { must(SHA512_Final(out, &context) == 1); }
  static void transform(Context& context, const std::uint8_t* block) { SHA512_Transform(&context, block); }
};
using Sha384 = Sha512Family<SHA384_DIGEST_LENGTH>;
using Sha512 = Sha512Family<SHA512_DIGEST_LENGTH>;

constexpr std::size_t kStateWords = 8;

template <class Word>
Word big_endian(Word word) noexcept {
  if constexpr (std::endian::native == std::endian::little) word = std::byteswap(word);
  return word;
}

/// A context whose state does not outlive it: it has seen the key.
template <class Sha>
struct WipedContext {
  typename Sha::Context context;

  WipedContext() { Sha::init(context); }
  WipedContext(const WipedContext&) = delete;
  WipedContext& operator=(const WipedContext&) = delete;
  ~WipedContext() { OPENSSL_cleanse(&context, sizeof context); }
};

template <class Sha>
base::SecretBytes block_of(const base::SecretBytes& key) {
  base::SecretBytes block(Sha::kBlockBytes);
  block.fill([&](base::MutableByteView target) {
    key.reveal([&](base::ByteView bytes) {
      if (bytes.size() <= Sha::kBlockBytes) {
        std::ranges::copy(bytes, target.begin());
        return;
      }
      WipedContext<Sha> hash;
      Sha::update(hash.context, bytes.data(), bytes.size());
      Sha::final(hash.context, target.data());
    });
  });
  return block;
}

template <class Sha>
base::SecretBytes prepare(const base::SecretBytes& key) {
  base::SecretBytes block = block_of<Sha>(key);
  base::SecretBytes states(2 * kStateWords * sizeof(typename Sha::Word));
  states.fill([&](base::MutableByteView target) {
    std::size_t at = 0;
    std::uint8_t before = 0;
    for (const std::uint8_t pad : {std::uint8_t{0x36}, std::uint8_t{0x5c}}) {
      block.fill([&](base::MutableByteView bytes) {
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(byte ^ before ^ pad);
        WipedContext<Sha> hash;
        Sha::update(hash.context, bytes.data(), bytes.size());
        std::memcpy(target.data() + at, hash.context.h, sizeof hash.context.h);
      });
      before = pad;
      at += kStateWords * sizeof(typename Sha::Word);
    }
  });
  base::wipe_stack();
  wipe_vector_registers();
  return states;
}

/// The end of a hash: what does not fill a block, the padding and the length (FIPS 180-4 section 5.1). One block or
/// two.
template <class Sha>
struct Tail {
  std::array<std::uint8_t, 2 * Sha::kBlockBytes> bytes;

  /// `rest` stands at the front already. Gives the number of blocks.
  std::size_t pad(std::size_t rest_bytes, std::uint64_t hashed_bytes) noexcept {
    const std::size_t blocks = rest_bytes + 1 + Sha::kLengthBytes <= Sha::kBlockBytes ? 1 : 2;
    const std::size_t size = blocks * Sha::kBlockBytes;
    bytes[rest_bytes] = 0x80;
    std::memset(bytes.data() + rest_bytes + 1, 0, size - rest_bytes - 1 - sizeof hashed_bytes);
    const auto bits = big_endian(hashed_bytes * 8);
    std::memcpy(bytes.data() + size - sizeof bits, &bits, sizeof bits);
    return blocks;
  }
};

template <class Sha>
void store_state(const typename Sha::Context& context, std::uint8_t* to) noexcept {
#pragma GCC unroll 8
  for (std::size_t i = 0; i < kStateWords; ++i) {
    const auto word = big_endian(context.h[i]);
    std::memcpy(to + i * sizeof word, &word, sizeof word);
  }
}

/// SHA*_Update for all whole blocks and SHA*_Transform for the last ones: SHA*_Final would copy, clear and wipe a
/// buffer twice, a tenth of the time that a token takes.
template <class Sha>
void make_tag(base::ByteView states, std::size_t prefix_bytes, base::ByteView message, std::uint8_t* out) noexcept {
  constexpr std::size_t kStateBytes = kStateWords * sizeof(typename Sha::Word);
  typename Sha::Context context;  // NOLINT(cppcoreguidelines-pro-type-member-init): its buffer stays unused
  Tail<Sha> tail;                 // NOLINT(cppcoreguidelines-pro-type-member-init): filled before it is read
  std::memcpy(context.h, states.data(), kStateBytes);
  context.num = 0;
  context.Nl = 0;
  context.Nh = 0;
  const auto hashed = Sha::kBlockBytes + message.size();
  message = message.subspan(prefix_bytes);
  const auto whole = message.size() / Sha::kBlockBytes * Sha::kBlockBytes;
  if (whole != 0) Sha::update(context, message.data(), whole);
  const auto rest = message.size() - whole;
  if (rest != 0) std::memcpy(tail.bytes.data(), message.data() + whole, rest);
  const auto blocks = tail.pad(rest, hashed);
  for (std::size_t i = 0; i < blocks; ++i) Sha::transform(context, tail.bytes.data() + i * Sha::kBlockBytes);

  store_state<Sha>(context, tail.bytes.data());
  tail.pad(Sha::kTagBytes, Sha::kBlockBytes + Sha::kTagBytes);
  std::memcpy(context.h, states.data() + kStateBytes, kStateBytes);
  Sha::transform(context, tail.bytes.data());
  // The tag stands where the outer midstate stood, and is what remains to be wiped.
  store_state<Sha>(context, tail.bytes.data());
  std::memcpy(out, tail.bytes.data(), Sha::kTagBytes);
  OPENSSL_cleanse(context.h, sizeof context.h);
  OPENSSL_cleanse(tail.bytes.data(), sizeof context.h);
}

template <class Sha>
base::SecretBytes advance(const base::SecretBytes& states, base::ByteView blocks) {
  auto advanced = states.clone();
  advanced.fill([&](base::MutableByteView target) {
    WipedContext<Sha> hash;
    std::memcpy(hash.context.h, target.data(), sizeof hash.context.h);
    if (!blocks.empty()) Sha::update(hash.context, blocks.data(), blocks.size());
    std::memcpy(target.data(), hash.context.h, sizeof hash.context.h);
  });
  wipe_vector_registers();
  return advanced;
}

}  // namespace

HmacKey::HmacKey(Hash hash, const base::SecretBytes& key) : hash_(hash) {
  switch (hash) {
    case Hash::sha256: midstates_ = prepare<Sha256>(key); break;
    case Hash::sha384: midstates_ = prepare<Sha384>(key); break;
    case Hash::sha512: midstates_ = prepare<Sha512>(key); break;
  }
}

HmacKey HmacKey::for_messages_with(base::ByteView prefix) const {
  must(prefix_bytes_ == 0);
  const std::size_t block = hash_ == Hash::sha256 ? Sha256::kBlockBytes : Sha512::kBlockBytes;
  const auto blocks = prefix.first(prefix.size() / block * block);
  switch (hash_) {
    case Hash::sha256: return {hash_, advance<Sha256>(midstates_, blocks), blocks.size()};
    case Hash::sha384: return {hash_, advance<Sha384>(midstates_, blocks), blocks.size()};
    case Hash::sha512: return {hash_, advance<Sha512>(midstates_, blocks), blocks.size()};
  }
  std::abort();
}

void HmacKey::tag(base::ByteView message, base::MutableByteView out) const noexcept {
  must(out.size() == tag_size_bytes() && message.size() >= prefix_bytes_);
  midstates_.reveal([&](base::ByteView states) {
    switch (hash_) {
      case Hash::sha256: make_tag<Sha256>(states, prefix_bytes_, message, out.data()); break;
      case Hash::sha384: make_tag<Sha384>(states, prefix_bytes_, message, out.data()); break;
      case Hash::sha512: make_tag<Sha512>(states, prefix_bytes_, message, out.data()); break;
    }
  });
  // libcrypto's assembly with the SHA extensions leaves the outer state in a register, which a core dump would show.
  // Its stack is clean: it spills what it has read of the message at most.
  wipe_vector_registers();
}

bool HmacKey::verify(base::ByteView message, base::ByteView tag) const noexcept {
  if (tag.size() != tag_size_bytes()) return false;
  // The tag's part of it is written by `tag`.
  std::array<std::uint8_t, SHA512_DIGEST_LENGTH> expected;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  this->tag(message, {expected.data(), tag.size()});
  const bool same = same_tag(expected.data(), tag.data(), tag.size());
  // The right tag of a forged token must not outlive the comparison: it would be a valid signature.
  OPENSSL_cleanse(expected.data(), tag.size());
  return same;
}

}  // namespace jwtkeep::crypto
