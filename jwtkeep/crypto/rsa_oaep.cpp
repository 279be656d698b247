#include "jwtkeep/crypto/rsa_oaep.hpp"

#include <openssl/rsa.h>

#include "jwtkeep/crypto/key_pair_impl.hpp"

// EVP's own OAEP leaves the padded block, from which anybody reads the plaintext, in a freed block of ordinary memory
// (OpenSSL 3.0, rsa_enc.c). The check behind it, on a block of ours, is called deprecated; that is the lesser evil.
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

namespace jwtkeep::crypto {
namespace {

using base::ByteView;
using base::MutableByteView;
using base::SecretBytes;

const EVP_MD* oaep_digest(OaepHash hash) {
  static const EVP_MD* const sha1 = EVP_MD_fetch(nullptr, "SHA1", nullptr);
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  static const EVP_MD* const sha384 = EVP_MD_fetch(nullptr, "SHA384", nullptr);
  static const EVP_MD* const sha512 = EVP_MD_fetch(nullptr, "SHA512", nullptr);
  const EVP_MD* found = nullptr;
  switch (hash) {
    case OaepHash::sha1: found = sha1; break;
    case OaepHash::sha256: found = sha256; break;
    case OaepHash::sha384: found = sha384; break;
    case OaepHash::sha512: found = sha512; break;
  }
  must(found != nullptr);
  return found;
}

std::size_t modulus_bytes(int bits) { return (static_cast<std::size_t>(bits) + 7) / 8; }

/// m ^ e or c ^ d modulo n, over whole blocks; false when the number is not below the modulus.
template <auto kInit, auto kRun>
bool raw_rsa(EVP_PKEY* key, ByteView block, MutableByteView target) {
  const EvpPkeyCtx context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  must(context != nullptr && kInit(context.get()) == 1);
  must(EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_NO_PADDING) == 1);
  std::size_t size = target.size();
  return kRun(context.get(), target.data(), &size, block.data(), block.size()) == 1 && size == target.size();
}

}  // namespace

base::Result<base::Bytes> encrypt_oaep(const PublicKey& key, OaepHash hash, const SecretBytes& plaintext) {
  if (key.kind() != KeyKind::rsa) return base::fail(base::Reason::key_mismatch, "RSA-OAEP needs an RSA key");
  const ErrorQueue errors;
  const auto* digest = oaep_digest(hash);
  const auto size = modulus_bytes(key.bits());
  const auto overhead = 2 * static_cast<std::size_t>(EVP_MD_get_size(digest)) + 2;
  if (plaintext.size() + overhead > size) {
    return base::fail(base::Reason::bad_value, "the RSA key is too small for what it should encrypt",
                      "use a longer RSA key, or RSA-OAEP-256");
  }
  SecretBytes block(size);
  base::Bytes ciphertext(size);
  block.fill([&](MutableByteView padded) {
    plaintext.reveal([&](ByteView text) {
      must(RSA_padding_add_PKCS1_OAEP_mgf1(padded.data(), static_cast<int>(size), text.data(),
                                           static_cast<int>(text.size()), nullptr, 0, digest, digest) == 1);
    });
    must(raw_rsa<EVP_PKEY_encrypt_init, EVP_PKEY_encrypt>(key.impl().pkey.get(), padded, ciphertext));
  });
  base::wipe_stack();
  return ciphertext;
}

std::optional<SecretBytes> decrypt_oaep(const PrivateKey& key, OaepHash hash, ByteView ciphertext) {
  if (key.kind() != KeyKind::rsa || ciphertext.size() != modulus_bytes(key.bits())) return std::nullopt;
  const ErrorQueue errors;
  SecretBytes block(ciphertext.size());
  SecretBytes plaintext(ciphertext.size());
  const int size = block.fill([&](MutableByteView padded) {
    if (!raw_rsa<EVP_PKEY_decrypt_init, EVP_PKEY_decrypt>(key.impl().pkey.get(), ciphertext, padded)) return -1;
    return plaintext.fill([&](MutableByteView target) {
      const auto* digest = oaep_digest(hash);
      return RSA_padding_check_PKCS1_OAEP_mgf1(target.data(), static_cast<int>(target.size()), padded.data(),
                                               static_cast<int>(padded.size()), static_cast<int>(padded.size()),
                                               nullptr, 0, digest, digest);
    });
  });
  base::wipe_stack();
  if (size < 0) return std::nullopt;
  plaintext.truncate(static_cast<std::size_t>(size));
  return plaintext;
}

}  // namespace jwtkeep::crypto
