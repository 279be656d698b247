#include "jwtkeep/crypto/mac.hpp"

#include <openssl/hmac.h>
#include <sodium.h>

#include "jwtkeep/crypto/evp.hpp"
#include "jwtkeep/crypto/message_digest.hpp"

// EVP_MAC keeps a copy of the key in ordinary memory for as long as its context lives (OpenSSL 3.0), where a core dump
// finds it. HMAC_* keeps only the hashed pads; that it is called deprecated is the lesser evil.
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

namespace jwtkeep::crypto {
namespace {

struct FreeContext {
  void operator()(HMAC_CTX* context) const noexcept { HMAC_CTX_free(context); }
};
using HmacContext = std::unique_ptr<HMAC_CTX, FreeContext>;

}  // namespace

base::Bytes hmac(Hash hash, const base::SecretBytes& key, base::ByteView message) {
  const HmacContext context(HMAC_CTX_new());
  must(context != nullptr);
  key.reveal([&](base::ByteView bytes) {
    // A null pointer would mean "keep the key before" even where the key is empty.
    static constexpr unsigned char kNothing = 0;
    const auto* start = bytes.empty() ? &kNothing : bytes.data();
    must(HMAC_Init_ex(context.get(), start, static_cast<int>(bytes.size()), message_digest(hash), nullptr) == 1);
  });
  must(HMAC_Update(context.get(), message.data(), message.size()) == 1);
  base::Bytes tag(size_bytes(hash));
  unsigned written = 0;
  must(HMAC_Final(context.get(), tag.data(), &written) == 1);
  must(written == tag.size());
  base::wipe_stack();
  return tag;
}

bool verify_hmac(Hash hash, const base::SecretBytes& key, base::ByteView message, base::ByteView tag) {
  if (tag.size() != size_bytes(hash)) return false;
  auto expected = hmac(hash, key, message);
  const bool same = sodium_memcmp(expected.data(), tag.data(), tag.size()) == 0;
  // The right tag of a forged token must not outlive the comparison: it would be a valid signature.
  base::wipe(expected);
  return same;
}

}  // namespace jwtkeep::crypto
