#include "jwtkeep/base/encoding.hpp"

#include <sodium.h>

#include <functional>
#include <numeric>

namespace jwtkeep::base {
namespace {

// libsodium's base64 is constant time and refuses non-zero trailing bits, which is why it is used even for what is
// public. It writes a terminating NUL, so each buffer is one character longer than its text.

std::size_t encoded_size(ByteView bytes, int variant) { return sodium_base64_encoded_len(bytes.size(), variant) - 1; }

std::string encode_base64(ByteView bytes, int variant) {
  std::string text(encoded_size(bytes, variant) + 1, '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
  text.pop_back();
  return text;
}

SecretBytes encode_base64_secret(const SecretBytes& secret, int variant) {
  return secret.reveal([&](ByteView bytes) {
    SecretBytes text(encoded_size(bytes, variant) + 1);
    text.fill([&](MutableByteView target) {
      sodium_bin2base64(reinterpret_cast<char*>(target.data()), target.size(), bytes.data(), bytes.size(), variant);
    });
    text.truncate(text.size() - 1);
    return text;
  });
}

/// Whether every byte is below 0x80; constant time in the content.
bool is_ascii(ByteView text) {
  return (std::accumulate(text.begin(), text.end(), 0U, std::bit_or<unsigned>{}) & 0x80U) == 0;
}

/// Decodes into `target` (at least 3/4 of the text's length); the number of bytes written, or nothing.
std::optional<std::size_t> decode_base64(ByteView text, MutableByteView target, int variant) {
  // libsodium 1.0.18 compares characters as signed numbers and takes bytes from 0x80 on for some of the alphabet: many
  // texts would be one byte string.
  if (!is_ascii(text)) return std::nullopt;
  std::size_t written = 0;
  const char* end = nullptr;
  const auto* begin = reinterpret_cast<const char*>(text.data());
  if (sodium_base642bin(target.data(), target.size(), begin, text.size(), nullptr, &written, &end, variant) != 0) {
    return std::nullopt;
  }
  // libsodium stops at the first foreign character and calls that success: all of the text has to be used.
  if (end != begin + text.size()) return std::nullopt;
  return written;
}

std::optional<Bytes> decode_base64_public(std::string_view text, int variant) {
  Bytes bytes(text.size() / 4 * 3 + 3);
  const auto written = decode_base64(as_bytes(text), bytes, variant);
  if (!written) return std::nullopt;
  bytes.resize(*written);
  return bytes;
}

std::optional<SecretBytes> decode_base64_secret(ByteView text, int variant) {
  SecretBytes bytes(text.size() / 4 * 3 + 3);
  const auto written = bytes.fill([&](MutableByteView target) { return decode_base64(text, target, variant); });
  if (!written) return std::nullopt;
  bytes.truncate(*written);
  return bytes;
}

bool decode_hex(ByteView text, MutableByteView target) {
  if (text.size() % 2 != 0) return false;
  if (text.empty()) return true;  // an empty target has no address, and libsodium may not be given none
  std::size_t written = 0;
  const char* end = nullptr;
  const auto* begin = reinterpret_cast<const char*>(text.data());
  return sodium_hex2bin(target.data(), target.size(), begin, text.size(), nullptr, &written, &end) == 0 &&
         end == begin + text.size();
}

}  // namespace

std::string base64url_encode(ByteView bytes) { return encode_base64(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING); }
std::string base64_encode(ByteView bytes) { return encode_base64(bytes, sodium_base64_VARIANT_ORIGINAL); }

std::string hex_encode(ByteView bytes) {
  std::string text(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
  text.pop_back();
  return text;
}

std::optional<Bytes> base64url_decode(std::string_view text) {
  return decode_base64_public(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::optional<Bytes> base64_decode(std::string_view text) {
  return decode_base64_public(text, sodium_base64_VARIANT_ORIGINAL);
}

std::optional<Bytes> hex_decode(std::string_view text) {
  Bytes bytes(text.size() / 2);
  if (!decode_hex(as_bytes(text), bytes)) return std::nullopt;
  return bytes;
}

SecretBytes base64url_encode_secret(const SecretBytes& secret) {
  return encode_base64_secret(secret, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

SecretBytes base64_encode_secret(const SecretBytes& secret) {
  return encode_base64_secret(secret, sodium_base64_VARIANT_ORIGINAL);
}

SecretBytes hex_encode_secret(const SecretBytes& secret) {
  return secret.reveal([](ByteView bytes) {
    SecretBytes text(bytes.size() * 2 + 1);
    text.fill([&](MutableByteView target) {
      sodium_bin2hex(reinterpret_cast<char*>(target.data()), target.size(), bytes.data(), bytes.size());
    });
    text.truncate(text.size() - 1);
    return text;
  });
}

std::optional<SecretBytes> base64url_decode_secret(ByteView text) {
  return decode_base64_secret(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::optional<SecretBytes> base64_decode_secret(ByteView text) {
  return decode_base64_secret(text, sodium_base64_VARIANT_ORIGINAL);
}

std::optional<SecretBytes> hex_decode_secret(ByteView text) {
  SecretBytes bytes(text.size() / 2);
  if (!bytes.fill([&](MutableByteView target) { return decode_hex(text, target); })) return std::nullopt;
  return bytes;
}

std::optional<SecretBytes> decode_secret_text(ByteView text) {
  if (auto hex = hex_decode_secret(text)) return hex;
  if (auto url = base64url_decode_secret(text)) return url;
  return base64_decode_secret(text);
}

}  // namespace jwtkeep::base
