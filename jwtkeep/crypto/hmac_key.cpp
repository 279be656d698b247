#include "jwtkeep/crypto/hmac_key.hpp"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
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
  static constexpr unsigned kTagBytes = 32;
  static void init(Context& context) { must(SHA256_Init(&context) == 1); }
  static void update(Context& context, const void* data, std::size_t size) {
    must(SHA256_Update(&context, data, size) == 1);
  }
  static void final(Context& context, std::uint8_t* out) { must(SHA256_Final(out, &context) == 1); }
};

template <unsigned kBytes>
struct Sha512Family {
  using Context = SHA512_CTX;
  using Word = SHA_LONG64;
  static constexpr std::size_t kBlockBytes = SHA512_CBLOCK;
  static constexpr unsigned kTagBytes = kBytes;
  static void init(Context& context) {
    must((kBytes == SHA384_DIGEST_LENGTH ? SHA384_Init(&context) : SHA512_Init(&context)) == 1);
  }
  static void update(Context& context, const void* data, std::size_t size) {
    must(SHA512_Update(&context, data, size) == 1);
  }
  static void final(Context& context, std::uint8_t* out) { must(SHA512_Final(out, &context) == 1); }
};
using Sha384 = Sha512Family<SHA384_DIGEST_LENGTH>;
using Sha512 = Sha512Family<SHA512_DIGEST_LENGTH>;

constexpr std::size_t kStateWords = 8;

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

/// Where a context starts that has hashed one block, which led to `state`. Its buffer is written before it is read.
template <class Sha>
void start(typename Sha::Context& context, const std::uint8_t* state) noexcept {
  std::memcpy(context.h, state, sizeof context.h);
  context.Nl = Sha::kBlockBytes * 8;
  context.Nh = 0;
  context.num = 0;
  context.md_len = Sha::kTagBytes;
}

/// One context for both hashes: the outer one overwrites what the inner one leaves, and `final` wipes the buffer and
/// has put the tag where the outer midstate stood. So the tag is all that remains to be wiped.
template <class Sha>
void make_tag(base::ByteView states, base::ByteView message, std::uint8_t* out) noexcept {
  typename Sha::Context context;
  start<Sha>(context, states.data());
  Sha::update(context, message.data(), message.size());
  Sha::final(context, out);
  start<Sha>(context, states.data() + sizeof context.h);
  Sha::update(context, out, Sha::kTagBytes);
  Sha::final(context, out);
  OPENSSL_cleanse(context.h, sizeof context.h);
}

}  // namespace

HmacKey::HmacKey(Hash hash, const base::SecretBytes& key) : hash_(hash) {
  switch (hash) {
    case Hash::sha256: midstates_ = prepare<Sha256>(key); break;
    case Hash::sha384: midstates_ = prepare<Sha384>(key); break;
    case Hash::sha512: midstates_ = prepare<Sha512>(key); break;
  }
}

void HmacKey::tag(base::ByteView message, base::MutableByteView out) const noexcept {
  must(out.size() == tag_size_bytes());
  midstates_.reveal([&](base::ByteView states) {
    switch (hash_) {
      case Hash::sha256: make_tag<Sha256>(states, message, out.data()); break;
      case Hash::sha384: make_tag<Sha384>(states, message, out.data()); break;
      case Hash::sha512: make_tag<Sha512>(states, message, out.data()); break;
    }
  });
  // libcrypto's assembly with the SHA extensions leaves the outer state in a register, which a core dump would show.
  // Its stack is clean: it spills what it has read of the message at most.
  wipe_vector_registers();
}

bool HmacKey::verify(base::ByteView message, base::ByteView tag) const noexcept {
  if (tag.size() != tag_size_bytes()) return false;
  std::array<std::uint8_t, SHA512_DIGEST_LENGTH>
      expected;  // NOLINT(cppcoreguidelines-pro-type-member-init): written below
  this->tag(message, {expected.data(), tag.size()});
  const bool same = same_tag(expected.data(), tag.data(), tag.size());
  // The right tag of a forged token must not outlive the comparison: it would be a valid signature.
  OPENSSL_cleanse(expected.data(), tag.size());
  return same;
}

}  // namespace jwtkeep::crypto
