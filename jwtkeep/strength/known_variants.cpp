#include <algorithm>
#include <vector>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/strength/known_secrets.hpp"

namespace jwtkeep::strength {
namespace {

std::uint8_t lower(std::uint8_t c) { return c >= 'A' && c <= 'Z' ? static_cast<std::uint8_t>(c - 'A' + 'a') : c; }

bool same_letter(std::uint8_t a, char b) { return lower(a) == lower(static_cast<std::uint8_t>(b)); }

bool starts_with(base::ByteView text, std::string_view known) {
  return text.size() >= known.size() &&
         std::equal(known.begin(), known.end(), text.begin(), [](char b, std::uint8_t a) { return same_letter(a, b); });
}

bool is_reversed(base::ByteView text, std::string_view known) {
  return text.size() == known.size() && std::equal(known.rbegin(), known.rend(), text.begin(),
                                                   [](char b, std::uint8_t a) { return same_letter(a, b); });
}

/// `known` again and again, the last time perhaps cut short.
bool is_repetition(base::ByteView text, std::string_view known) {
  for (std::size_t i = known.size(); i < text.size(); ++i) {
    if (!same_letter(text[i], known[i % known.size()])) return false;
  }
  return true;
}

/// At most eight digits and signs, e.g. a year or `!`.
bool is_ornament(base::ByteView tail) {
  return tail.size() <= 8 && std::ranges::all_of(tail, [](std::uint8_t c) {
           return c > 0x20 && c < 0x7f && !(lower(c) >= 'a' && lower(c) <= 'z');
         });
}

bool is_variant(base::ByteView text, std::string_view known) {
  if (is_reversed(text, known)) return true;
  if (!starts_with(text, known)) return false;
  return is_ornament(text.subspan(known.size())) || is_repetition(text, known);
}

std::vector<base::Bytes> decode_known_keys() {
  std::vector<base::Bytes> keys;
  for (const std::string_view text : known_keys_base64url()) {
    if (auto key = base::base64url_decode(text)) keys.push_back(std::move(*key));
  }
  return keys;
}

}  // namespace

bool is_known_text(base::ByteView text) {
  const auto is_it = [&](std::string_view known) { return is_variant(text, known); };
  return std::ranges::any_of(known_texts(), is_it) || std::ranges::any_of(known_digests(), is_it);
}

bool is_known_key(base::ByteView bytes) {
  static const std::vector<base::Bytes> keys = decode_known_keys();
  return std::ranges::any_of(keys, [&](const base::Bytes& key) { return base::same_bytes(key, bytes); });
}

}  // namespace jwtkeep::strength
