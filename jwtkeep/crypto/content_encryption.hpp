// The authenticated ciphers that encrypt a JWE's content (RFC 7518 section 5).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::crypto {

enum class ContentCipher : std::uint8_t {
  aes_128_cbc_hmac_sha256,  ///< RFC 7518 section 5.2.3
  aes_192_cbc_hmac_sha384,
  aes_256_cbc_hmac_sha512,
  aes_128_gcm,  ///< RFC 7518 section 5.3
  aes_192_gcm,
  aes_256_gcm,
};

std::size_t key_size_bytes(ContentCipher cipher) noexcept;  ///< 16 to 64
std::size_t iv_size_bytes(ContentCipher cipher) noexcept;   ///< 16 for CBC, 12 for GCM
std::size_t tag_size_bytes(ContentCipher cipher) noexcept;  ///< 16, 24 or 32; never shorter

/// The longest text that is taken, far below what the ciphers themselves bear.
inline constexpr std::size_t kMaxContentBytes = std::size_t{1} << 30;

struct EncryptedContent {
  base::Bytes iv, ciphertext, tag;
};

/// Encrypts under a fresh random IV. A key of another length than the cipher's, or a longer text than
/// `kMaxContentBytes`, ends the program: both are checked where keys and texts come in.
EncryptedContent encrypt_content(ContentCipher cipher, const base::SecretBytes& key, base::ByteView associated_data,
                                 const base::SecretBytes& plaintext);

/// The same with an IV that the caller sees to: two texts under one key and one IV give both away. For test vectors.
EncryptedContent encrypt_content_with_iv(ContentCipher cipher, const base::SecretBytes& key, base::ByteView iv,
                                         base::ByteView associated_data, const base::SecretBytes& plaintext);

/// The plaintext, or nothing when anything differs from what was encrypted: one answer for every cause. The tag is
/// compared in constant time, and CBC's padding is looked at only once the tag holds (RFC 7518 section 5.2.2.2), so
/// that there is no padding to ask about. IV and tag of another length than the cipher's never hold.
std::optional<base::SecretBytes> decrypt_content(ContentCipher cipher, const base::SecretBytes& key,
                                                 base::ByteView associated_data, const EncryptedContent& content);

}  // namespace jwtkeep::crypto
