#include "jwtkeep/crypto/content_encryption.hpp"

#include <sodium.h>

#include <array>

#include "jwtkeep/crypto/evp.hpp"
#include "jwtkeep/crypto/mac.hpp"
#include "jwtkeep/crypto/random.hpp"

namespace jwtkeep::crypto {
namespace {

using base::ByteView;
using base::MutableByteView;
using base::SecretBytes;
using CipherCtx = std::unique_ptr<EVP_CIPHER_CTX, FreeWith<EVP_CIPHER_CTX_free>>;

constexpr std::size_t kBlockBytes = 16;

/// All that is known of one cipher. For CBC the first half of the key is HMAC's (RFC 7518 section 5.2.2.1).
struct Row {
  const char* name = nullptr;  ///< OpenSSL's
  std::size_t key_bytes = 0, iv_bytes = 0, tag_bytes = 0;
  std::optional<Hash> hash = {};  ///< none for GCM
};
constexpr std::array<Row, 6> kRows{{
    {"AES-128-CBC", 32, kBlockBytes, 16, Hash::sha256},
    {"AES-192-CBC", 48, kBlockBytes, 24, Hash::sha384},
    {"AES-256-CBC", 64, kBlockBytes, 32, Hash::sha512},
    {"AES-128-GCM", 16, 12, 16, std::nullopt},
    {"AES-192-GCM", 24, 12, 16, std::nullopt},
    {"AES-256-GCM", 32, 12, 16, std::nullopt},
}};

const Row& row(ContentCipher cipher) noexcept { return kRows[static_cast<std::size_t>(cipher)]; }

/// Fetched once: an implicit fetch in each call costs more than encrypting a token.
const EVP_CIPHER* evp_cipher(ContentCipher cipher) {
  static const auto fetched = [] {
    std::array<EVP_CIPHER*, kRows.size()> all{};
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = EVP_CIPHER_fetch(nullptr, kRows[i].name, nullptr);
    return all;
  }();
  const auto* found = fetched[static_cast<std::size_t>(cipher)];
  must(found != nullptr);
  return found;
}

CipherCtx start(ContentCipher cipher, ByteView key, ByteView iv, bool encrypting) {
  CipherCtx context(EVP_CIPHER_CTX_new());
  must(context != nullptr &&
       EVP_CipherInit_ex2(context.get(), evp_cipher(cipher), key.data(), iv.data(), encrypting ? 1 : 0, nullptr) == 1);
  return context;
}

/// Bytes written. OpenSSL takes no null pointer for an empty text.
std::size_t update(const CipherCtx& context, std::uint8_t* target, ByteView source) {
  if (source.empty()) return 0;
  int written = 0;
  must(EVP_CipherUpdate(context.get(), target, &written, source.data(), static_cast<int>(source.size())) == 1);
  return static_cast<std::size_t>(written);
}

base::Bytes encrypt_gcm(const CipherCtx& context, ByteView associated_data, ByteView text, base::Bytes& tag) {
  update(context, nullptr, associated_data);
  base::Bytes ciphertext(text.size());
  must(update(context, ciphertext.data(), text) == text.size());
  int written = 0;
  std::array<std::uint8_t, kBlockBytes> rest{};
  must(EVP_CipherFinal_ex(context.get(), rest.data(), &written) == 1 && written == 0);
  must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(tag.size()), tag.data()) == 1);
  return ciphertext;
}

std::optional<SecretBytes> decrypt_gcm(const CipherCtx& context, ByteView associated_data,
                                       const EncryptedContent& content) {
  auto tag = content.tag;  // OSSL_PARAM takes no const
  must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(tag.size()), tag.data()) == 1);
  update(context, nullptr, associated_data);
  SecretBytes plaintext(content.ciphertext.size());
  const bool held = plaintext.fill([&](MutableByteView target) {
    must(update(context, target.data(), content.ciphertext) == target.size());
    int written = 0;
    std::array<std::uint8_t, kBlockBytes> rest{};
    return EVP_CipherFinal_ex(context.get(), rest.data(), &written) == 1 && written == 0;
  });
  if (!held) return std::nullopt;
  return plaintext;
}

base::Bytes encrypt_cbc(const CipherCtx& context, ByteView text) {
  base::Bytes ciphertext(text.size() + kBlockBytes);
  const auto size = update(context, ciphertext.data(), text);
  int written = 0;
  must(EVP_CipherFinal_ex(context.get(), ciphertext.data() + size, &written) == 1);
  ciphertext.resize(size + static_cast<std::size_t>(written));
  return ciphertext;
}

std::optional<SecretBytes> decrypt_cbc(const CipherCtx& context, ByteView ciphertext) {
  // The second block is what OpenSSL may write before it takes the padding off.
  SecretBytes plaintext(ciphertext.size() + kBlockBytes);
  std::size_t size = 0;
  const bool held = plaintext.fill([&](MutableByteView target) {
    size = update(context, target.data(), ciphertext);
    int written = 0;
    if (EVP_CipherFinal_ex(context.get(), target.data() + size, &written) != 1) return false;
    size += static_cast<std::size_t>(written);
    return true;
  });
  if (!held) return std::nullopt;
  plaintext.truncate(size);
  return plaintext;
}

/// RFC 7518 section 5.2.2.1, steps 4 and 5: HMAC over A || IV || E || AL, cut to its first half. Secret as long as it
/// has not been compared: it would make a forged text hold.
SecretBytes cbc_tag(const Row& known, const SecretBytes& key, ByteView associated_data, ByteView iv,
                    ByteView ciphertext) {
  base::Bytes message(associated_data.begin(), associated_data.end());
  message.reserve(message.size() + iv.size() + ciphertext.size() + sizeof(std::uint64_t));
  message.insert(message.end(), iv.begin(), iv.end());
  message.insert(message.end(), ciphertext.begin(), ciphertext.end());
  const std::uint64_t bits = associated_data.size() * 8;
  for (int shift = 56; shift >= 0; shift -= 8) message.push_back(static_cast<std::uint8_t>(bits >> shift));
  const auto mac_key =
      key.reveal([&](ByteView bytes) { return SecretBytes::copy_of(bytes.first(known.key_bytes / 2)); });
  auto whole = hmac(*known.hash, mac_key, message);
  auto tag = SecretBytes::copy_of(ByteView(whole).first(known.tag_bytes));
  base::wipe(whole);
  return tag;
}

/// The half of the key that is AES's, or all of it for GCM.
ByteView cipher_key(const Row& known, ByteView key) { return known.hash ? key.last(known.key_bytes / 2) : key; }

}  // namespace

std::size_t key_size_bytes(ContentCipher cipher) noexcept { return row(cipher).key_bytes; }
std::size_t iv_size_bytes(ContentCipher cipher) noexcept { return row(cipher).iv_bytes; }
std::size_t tag_size_bytes(ContentCipher cipher) noexcept { return row(cipher).tag_bytes; }

EncryptedContent encrypt_content(ContentCipher cipher, const SecretBytes& key, ByteView associated_data,
                                 const SecretBytes& plaintext) {
  return encrypt_content_with_iv(cipher, key, random_bytes(row(cipher).iv_bytes), associated_data, plaintext);
}

EncryptedContent encrypt_content_with_iv(ContentCipher cipher, const SecretBytes& key, ByteView iv,
                                         ByteView associated_data, const SecretBytes& plaintext) {
  const auto& known = row(cipher);
  must(key.size() == known.key_bytes && iv.size() == known.iv_bytes);
  must(plaintext.size() <= kMaxContentBytes && associated_data.size() <= kMaxContentBytes);
  EncryptedContent made{{iv.begin(), iv.end()}, {}, base::Bytes(known.tag_bytes)};
  const auto context = key.reveal([&](ByteView bytes) { return start(cipher, cipher_key(known, bytes), iv, true); });
  plaintext.reveal([&](ByteView text) {
    made.ciphertext = known.hash ? encrypt_cbc(context, text) : encrypt_gcm(context, associated_data, text, made.tag);
  });
  if (known.hash) {
    const auto tag = cbc_tag(known, key, associated_data, iv, made.ciphertext);
    tag.reveal([&](ByteView bytes) { made.tag.assign(bytes.begin(), bytes.end()); });
  }
  base::wipe_stack();
  return made;
}

std::optional<SecretBytes> decrypt_content(ContentCipher cipher, const SecretBytes& key, ByteView associated_data,
                                           const EncryptedContent& content) {
  const auto& known = row(cipher);
  must(key.size() == known.key_bytes);
  if (content.iv.size() != known.iv_bytes || content.tag.size() != known.tag_bytes) return std::nullopt;
  if (content.ciphertext.size() > kMaxContentBytes || associated_data.size() > kMaxContentBytes) return std::nullopt;
  const ErrorQueue errors;
  if (known.hash) {
    const auto expected = cbc_tag(known, key, associated_data, content.iv, content.ciphertext);
    const bool held = expected.reveal(
        [&](ByteView bytes) { return sodium_memcmp(bytes.data(), content.tag.data(), bytes.size()) == 0; });
    if (!held) return std::nullopt;
  }
  const auto context =
      key.reveal([&](ByteView bytes) { return start(cipher, cipher_key(known, bytes), content.iv, false); });
  auto plaintext =
      known.hash ? decrypt_cbc(context, content.ciphertext) : decrypt_gcm(context, associated_data, content);
  base::wipe_stack();
  return plaintext;
}

}  // namespace jwtkeep::crypto
