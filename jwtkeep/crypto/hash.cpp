#include "jwtkeep/crypto/hash.hpp"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include "jwtkeep/crypto/evp.hpp"
#include "jwtkeep/crypto/message_digest.hpp"

namespace jwtkeep::crypto {
namespace {

/// A server hashes what it is shown with every request, and EVP would take longer to make and free a context for it
/// than to hash. These work on a plain struct, as in hmac_key.cpp, and are called deprecated for reasons that do not
/// touch it.
base::Bytes digest_sha256(base::ByteView message) {
  base::Bytes out(SHA256_DIGEST_LENGTH);
  SHA256_CTX context;  // NOLINT(cppcoreguidelines-pro-type-member-init): by SHA256_Init
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  must(SHA256_Init(&context) == 1 && SHA256_Update(&context, message.data(), message.size()) == 1);
  must(SHA256_Final(out.data(), &context) == 1);
#pragma GCC diagnostic pop
  OPENSSL_cleanse(&context, sizeof context);  // the message may be a secret
  return out;
}

}  // namespace

const EVP_MD* message_digest(Hash hash) noexcept {
  // Fetched once: an implicit fetch in each call costs more than hashing a token.
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  static const EVP_MD* const sha384 = EVP_MD_fetch(nullptr, "SHA384", nullptr);
  static const EVP_MD* const sha512 = EVP_MD_fetch(nullptr, "SHA512", nullptr);
  const EVP_MD* found = hash == Hash::sha256 ? sha256 : hash == Hash::sha384 ? sha384 : sha512;
  must(found != nullptr);
  return found;
}

MessageHash::MessageHash(Hash hash, std::initializer_list<base::ByteView> parts) noexcept : size_(size_bytes(hash)) {
  // A context of its own for each hash would cost more than hashing a token.
  thread_local const EvpMdCtx context(EVP_MD_CTX_new());
  must(context != nullptr && EVP_DigestInit_ex(context.get(), message_digest(hash), nullptr) == 1);
  for (const auto part : parts) must(EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1);
  must(EVP_DigestFinal_ex(context.get(), bytes_.data(), nullptr) == 1);
}

std::size_t size_bytes(Hash hash) noexcept {
  switch (hash) {
    case Hash::sha256: return 32;
    case Hash::sha384: return 48;
    case Hash::sha512: return 64;
  }
  std::abort();
}

base::Bytes digest(Hash hash, base::ByteView message) {
  if (hash == Hash::sha256) return digest_sha256(message);
  base::Bytes out(size_bytes(hash));
  unsigned int written = 0;
  must(EVP_Digest(message.data(), message.size(), out.data(), &written, message_digest(hash), nullptr) == 1);
  must(written == out.size());
  return out;
}

base::Bytes shake256(base::ByteView message, std::size_t size) {
  base::Bytes out(size);
  const EvpMdCtx context(EVP_MD_CTX_new());
  must(context != nullptr && EVP_DigestInit_ex(context.get(), EVP_shake256(), nullptr) == 1);
  must(EVP_DigestUpdate(context.get(), message.data(), message.size()) == 1);
  must(EVP_DigestFinalXOF(context.get(), out.data(), out.size()) == 1);
  return out;
}

}  // namespace jwtkeep::crypto
