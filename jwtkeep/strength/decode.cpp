#include "jwtkeep/strength/decode.hpp"

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::strength {
namespace {

constexpr std::size_t kShortestEncoding = 16;

bool is_digit(std::uint8_t c) { return c >= '0' && c <= '9'; }
bool is_hex_digit(std::uint8_t c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_alphanumeric(std::uint8_t c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::optional<Decoded> decode_hex(base::ByteView text) {
  const bool prefixed = text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
  const base::ByteView digits = text.subspan(prefixed ? 2 : 0);
  if (digits.size() < kShortestEncoding || digits.size() % 2 != 0) return std::nullopt;
  if (!std::ranges::all_of(digits, is_hex_digit)) return std::nullopt;
  auto bytes = base::hex_decode_secret(digits);
  if (!bytes) return std::nullopt;
  // One in three million random 16-byte keys is all digits in hex.
  const bool decimal = !prefixed && digits.size() != 32 && std::ranges::all_of(digits, is_digit);
  if (decimal && !bytes->reveal(base::is_printable_ascii)) return std::nullopt;
  return Decoded{Encoding::hex, std::move(*bytes), prefixed ? std::size_t{2} : 0};
}

struct Alphabet {
  bool standard = false;  ///< has + or /
  bool url = false;       ///< has - or _
  bool wrapped = false;   ///< has line breaks
  bool foreign = false;
  std::size_t characters = 0;
};

Alphabet alphabet_of(base::ByteView text) {
  Alphabet found;
  for (const std::uint8_t c : text) {
    if (c == '\n' || c == '\r') {
      found.wrapped = true;
      continue;
    }
    ++found.characters;
    if (c == '+' || c == '/')
      found.standard = true;
    else if (c == '-' || c == '_')
      found.url = true;
    else if (!is_alphanumeric(c))
      found.foreign = true;
  }
  return found;
}

/// The characters without line breaks and in the URL alphabet, so that one strict decoder reads every variant.
base::SecretBytes to_url_alphabet(base::ByteView text, std::size_t characters) {
  base::SecretBytes out(characters);
  out.fill([&](base::MutableByteView target) {
    auto to = target.begin();
    for (const std::uint8_t c : text) {
      if (c == '\n' || c == '\r') continue;
      *to++ = c == '+' ? std::uint8_t{'-'} : c == '/' ? std::uint8_t{'_'} : c;
    }
  });
  return out;
}

std::optional<Decoded> decode_base64(base::ByteView text) {
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  const base::ByteView body = text.first(text.size() - padding);
  const Alphabet alphabet = alphabet_of(body);
  if (alphabet.foreign || (alphabet.standard && alphabet.url) || alphabet.characters < kShortestEncoding) {
    return std::nullopt;
  }
  if (padding != 0 && (alphabet.characters + padding) % 4 != 0) return std::nullopt;
  if (std::ranges::all_of(body, is_digit)) return std::nullopt;
  const bool strict_standard = alphabet.standard && !alphabet.wrapped && text.size() % 4 == 0;
  auto bytes = strict_standard ? base::base64_decode_secret(text)
               : alphabet.standard || alphabet.wrapped
                   ? to_url_alphabet(body, alphabet.characters).reveal(base::base64url_decode_secret)
                   : base::base64url_decode_secret(body);
  if (!bytes || bytes->empty()) return std::nullopt;
  return Decoded{alphabet.standard || (padding != 0 && !alphabet.url) ? Encoding::base64 : Encoding::base64url,
                 std::move(*bytes), 0};
}

}  // namespace

std::optional<Decoded> decode(base::ByteView text) {
  if (auto hex = decode_hex(text)) return hex;
  return decode_base64(text);
}

}  // namespace jwtkeep::strength
