// Base64url, base64 and hex, strict: one byte string has exactly one accepted text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::base {

/// Unpadded base64url (RFC 4648 section 5, as RFC 7515 section 2 uses it).
std::string base64url_encode(ByteView bytes);
/// Padded standard base64 (RFC 4648 section 4).
std::string base64_encode(ByteView bytes);
/// Lowercase hex.
std::string hex_encode(ByteView bytes);

/// Strict: no padding, no line breaks, no characters outside the alphabet, unused trailing bits zero
/// (RFC 4648 section 3.5). Nothing otherwise.
std::optional<Bytes> base64url_decode(std::string_view text);
/// Strict padded standard base64, with the same rule on trailing bits.
std::optional<Bytes> base64_decode(std::string_view text);
/// Both cases are taken; an odd number of digits is not.
std::optional<Bytes> hex_decode(std::string_view text);

/// The same for secrets: text and bytes stay in guarded memory and the work is constant time in the content.
SecretBytes base64url_encode_secret(const SecretBytes& secret);
SecretBytes base64_encode_secret(const SecretBytes& secret);
SecretBytes hex_encode_secret(const SecretBytes& secret);
std::optional<SecretBytes> base64url_decode_secret(ByteView text);
std::optional<SecretBytes> base64_decode_secret(ByteView text);
std::optional<SecretBytes> hex_decode_secret(ByteView text);
/// Of a text that may be any of the three: hex where it can be hex, else base64url, else base64.
std::optional<SecretBytes> decode_secret_text(ByteView text);

}  // namespace jwtkeep::base
