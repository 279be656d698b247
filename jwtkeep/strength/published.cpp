#include "jwtkeep/strength/published.hpp"

#include <algorithm>
#include <cmath>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/strength/byte_estimate.hpp"
#include "jwtkeep/strength/letters.hpp"
#include "jwtkeep/strength/tables.hpp"

namespace jwtkeep::strength {
namespace {

// Shorter ones are in everything, and a variant of them is told by its words or its length.
constexpr std::size_t kShortestVaried = 4;
constexpr std::size_t kLongestOrnament = 8;
// What a variant costs beyond the secret: which kind it is, and each character behind it.
constexpr double kBitsOfVariant = 3;
constexpr double kBitsOfOrnament = 3.4;

Published found_as(const Known& known, double more_bits) {
  return {
      .known = known, .bits = std::log2(known.number + 1) + more_bits, .is_same = more_bits == 0 && known.same_case};
}

std::optional<Published> variant(base::ByteView core, double more_bits) {
  if (core.size() < kShortestVaried) return std::nullopt;
  const auto known = find_known(core);
  if (!known) return std::nullopt;
  return found_as(*known, kBitsOfVariant + more_bits);
}

std::optional<Published> backwards(base::ByteView text) {
  base::SecretBytes reversed(text.size());
  reversed.fill([&](base::MutableByteView target) { std::ranges::reverse_copy(text, target.begin()); });
  return reversed.reveal([](base::ByteView bytes) { return variant(bytes, 0); });
}

/// With at most eight digits and signs behind it, e.g. a year or `!`.
std::optional<Published> ornamented(base::ByteView text) {
  for (std::size_t tail = 1; tail <= kLongestOrnament && tail < text.size(); ++tail) {
    const std::uint8_t c = text[text.size() - tail];
    if (c <= 0x20 || c >= 0x7f || is_letter(c)) break;
    if (auto found = variant(text.first(text.size() - tail), kBitsOfOrnament * static_cast<double>(tail))) return found;
  }
  return std::nullopt;
}

/// Again and again, the last time perhaps cut short: each period of the text, which its borders tell (Knuth, Morris and
/// Pratt 1977), may be one.
std::optional<Published> repeated(base::ByteView text) {
  std::vector<std::size_t> border(text.size() + 1, 0);
  for (std::size_t i = 1, length = 0; i < text.size(); ++i) {
    while (length > 0 && lower(text[i]) != lower(text[length])) length = border[length];
    if (lower(text[i]) == lower(text[length])) ++length;
    border[i + 1] = length;
  }
  for (std::size_t length = border[text.size()]; length > 0; length = border[length]) {
    const std::size_t period = text.size() - length;
    if (auto found = variant(text.first(period), std::log2(static_cast<double>(text.size())))) return found;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Published> published_text(base::ByteView text) {
  if (const auto known = find_known(text)) return found_as(*known, known->same_case ? 0 : 1);
  if (text.size() > kJudgedBytes) return std::nullopt;
  if (auto found = ornamented(text)) return found;
  if (auto found = repeated(text)) return found;
  return backwards(text);
}

std::optional<Published> published_key(base::ByteView bytes) {
  constexpr std::size_t kFewest = 8;
  constexpr std::size_t kMost = 256;
  if (bytes.size() < kFewest || bytes.size() > kMost) return std::nullopt;
  const auto key = base::SecretBytes::copy_of(bytes);
  for (const auto encode : {base::hex_encode_secret, base::base64_encode_secret, base::base64url_encode_secret}) {
    const auto known = encode(key).reveal(find_known);
    // base64 of another case encodes other bytes.
    if (known && (known->same_case || encode == base::hex_encode_secret)) {
      return Published{.known = *known, .bits = std::log2(known->number + 1), .is_same = true};
    }
  }
  return std::nullopt;
}

bool is_digest_of_word(base::ByteView bytes) {
  if (bytes.size() != 16 && bytes.size() != 20 && bytes.size() != 32 && bytes.size() != 64) return false;
  const auto number = [&](std::size_t begin, std::size_t size) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : bytes.subspan(begin, size)) value = value << 8 | byte;
    return value;
  };
  const std::size_t prefix = number(0, 2);
  const auto first = tables::digest_first();
  for (std::size_t at = first[prefix]; at < first[prefix + 1]; ++at) {
    if (tables::digest_middle()[at] == number(2, 4) && tables::digest_last()[at] == number(6, 2)) return true;
  }
  return false;
}

}  // namespace jwtkeep::strength
