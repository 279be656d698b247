#include "jwtkeep/crypto/kdf.hpp"

#include <sodium.h>

#include <array>
#include <string>

#include "jwtkeep/crypto/evp.hpp"

namespace jwtkeep::crypto {
namespace {

constexpr std::uint64_t kMaxOperations = 64;
constexpr std::size_t kMaxMemoryBytes = std::size_t{4} << 30;
static_assert(kSaltBytes == crypto_pwhash_argon2id_SALTBYTES);

bool in_bounds(const Argon2Cost& cost) noexcept {
  return cost.operations >= crypto_pwhash_argon2id_OPSLIMIT_MIN && cost.operations <= kMaxOperations &&
         cost.memory_bytes >= crypto_pwhash_argon2id_MEMLIMIT_MIN && cost.memory_bytes <= kMaxMemoryBytes;
}

}  // namespace

base::SecretBytes derive(const base::SecretBytes& key, std::string_view label, std::size_t size_bytes) {
  must(key.size() == 32 && size_bytes <= std::size_t{255} * 32);
  base::SecretBytes derived(size_bytes);
  if (size_bytes == 0) return derived;
  static EVP_KDF* const algorithm = EVP_KDF_fetch(nullptr, "HKDF", nullptr);
  must(algorithm != nullptr);
  const EvpKdfCtx context(EVP_KDF_CTX_new(algorithm));
  must(context != nullptr);
  std::string hash = "SHA256";
  std::string info(label);
  int mode = EVP_KDF_HKDF_MODE_EXPAND_ONLY;
  key.reveal([&](base::ByteView bytes) {
    // OSSL_PARAM takes pointers to non-const for input too; nothing is written through them.
    auto* key_data = const_cast<std::uint8_t*>(bytes.data());
    const std::array<OSSL_PARAM, 5> params{
        OSSL_PARAM_construct_int(OSSL_KDF_PARAM_MODE, &mode),
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, hash.data(), hash.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, key_data, bytes.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.data(), info.size()), OSSL_PARAM_construct_end()};
    derived.fill([&](base::MutableByteView target) {
      must(EVP_KDF_derive(context.get(), target.data(), target.size(), params.data()) == 1);
    });
  });
  return derived;
}

base::Result<base::SecretBytes> from_passphrase(const base::SecretBytes& passphrase, base::ByteView salt,
                                                Argon2Cost cost) {
  if (salt.size() != kSaltBytes) {
    return base::fail(base::Reason::bad_value, "the salt has " + std::to_string(salt.size()) + " bytes instead of 16");
  }
  if (!in_bounds(cost)) {
    return base::fail(base::Reason::bad_value,
                      "the passphrase cost of " + std::to_string(cost.operations) + " passes over " +
                          std::to_string(cost.memory_bytes) + " bytes is out of bounds",
                      "1 to 64 passes over 8192 bytes to 4 GiB are taken");
  }
  static const int initialised = sodium_init();
  must(initialised >= 0);
  base::SecretBytes key(kPassphraseKeyBytes);
  const bool derived = key.fill([&](base::MutableByteView target) {
    return passphrase.reveal([&](base::ByteView text) {
      // An empty passphrase has no address of its own, and libsodium takes no null pointer.
      const char* start = text.empty() ? "" : reinterpret_cast<const char*>(text.data());
      return crypto_pwhash(target.data(), target.size(), start, text.size(), salt.data(), cost.operations,
                           cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) == 0;
    });
  });
  if (!derived) {
    return base::fail(base::Reason::io_failed,
                      "cannot get " + std::to_string(cost.memory_bytes) + " bytes of memory for the passphrase's key",
                      "free some memory, or raise the process's memory limit");
  }
  return key;
}

}  // namespace jwtkeep::crypto
