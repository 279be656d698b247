#include "jwtkeep/crypto/mac.hpp"

#include <sodium.h>

#include <array>

#include "jwtkeep/crypto/evp.hpp"

namespace jwtkeep::crypto {
namespace {

std::array<char, 8> openssl_name(Hash hash) noexcept {
  switch (hash) {
    case Hash::sha256: return {"SHA256"};
    case Hash::sha384: return {"SHA384"};
    case Hash::sha512: return {"SHA512"};
  }
  std::abort();
}

}  // namespace

base::Bytes hmac(Hash hash, const base::SecretBytes& key, base::ByteView message) {
  static EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  must(algorithm != nullptr);
  const EvpMacCtx context(EVP_MAC_CTX_new(algorithm));
  must(context != nullptr);
  auto name = openssl_name(hash);
  const std::array<OSSL_PARAM, 2> params{OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), 0),
                                         OSSL_PARAM_construct_end()};
  key.reveal([&](base::ByteView bytes) {
    // A null pointer would mean "keep the key before" even where the key is empty.
    static constexpr unsigned char kNothing = 0;
    const auto* start = bytes.empty() ? &kNothing : bytes.data();
    must(EVP_MAC_init(context.get(), start, bytes.size(), params.data()) == 1);
  });
  must(EVP_MAC_update(context.get(), message.data(), message.size()) == 1);
  base::Bytes tag(size_bytes(hash));
  std::size_t written = 0;
  must(EVP_MAC_final(context.get(), tag.data(), &written, tag.size()) == 1);
  must(written == tag.size());
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
