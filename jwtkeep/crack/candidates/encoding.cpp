#include "jwtkeep/crack/candidates/encoding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace jwtkeep::crack {
namespace {

using base::Bytes;
using base::ByteView;

constexpr std::uint8_t kNone = 0xff;

constexpr std::array<std::uint8_t, 256> base64_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNone);
  for (std::uint8_t i = 0; i < 26; ++i) {
    values[std::size_t{'A'} + i] = i;
    values[std::size_t{'a'} + i] = static_cast<std::uint8_t>(26 + i);
  }
  for (std::uint8_t i = 0; i < 10; ++i) values[std::size_t{'0'} + i] = static_cast<std::uint8_t>(52 + i);
  values['+'] = values['-'] = 62;
  values['/'] = values['_'] = 63;
  return values;
}

constexpr std::array<std::uint8_t, 256> hex_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNone);
  for (std::uint8_t i = 0; i < 10; ++i) values[std::size_t{'0'} + i] = i;
  for (std::uint8_t i = 0; i < 6; ++i) {
    values[std::size_t{'a'} + i] = values[std::size_t{'A'} + i] = static_cast<std::uint8_t>(10 + i);
  }
  return values;
}

constexpr auto kBase64 = base64_values();
constexpr auto kHex = hex_values();

bool decode_base64(ByteView word, Bytes& into) {
  while (!word.empty() && word.back() == '=') word = word.first(word.size() - 1);
  if (word.size() % 4 == 1) return false;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const auto c : word) {
    const auto value = kBase64[c];
    if (value == kNone) return false;
    bits = (bits << 6U) | value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      into.push_back(static_cast<std::uint8_t>(bits >> held));
    }
  }
  return true;
}

bool decode_hex(ByteView word, Bytes& into) {
  if (word.size() % 2 != 0) return false;
  for (std::size_t i = 0; i < word.size(); i += 2) {
    const auto high = kHex[word[i]];
    const auto low = kHex[word[i + 1]];
    if (high == kNone || low == kNone) return false;
    into.push_back(static_cast<std::uint8_t>(high << 4U | low));
  }
  return true;
}

}  // namespace

std::string_view name(Encoding encoding) noexcept {
  switch (encoding) {
    case Encoding::raw: return "raw";
    case Encoding::base64: return "base64";
    case Encoding::hex: return "hex";
  }
  return "";
}

base::Result<std::vector<Encoding>> parse_encodings(std::string_view text) {
  std::vector<Encoding> encodings;
  while (true) {
    const auto comma = text.find(',');
    const auto word = text.substr(0, comma);
    bool known = false;
    for (const auto encoding : {Encoding::raw, Encoding::base64, Encoding::hex}) {
      if (word != name(encoding)) continue;
      known = true;
      if (std::ranges::find(encodings, encoding) == encodings.end()) encodings.push_back(encoding);
    }
    if (!known) {
      return base::fail(base::Reason::bad_value, fmt::format("there is no encoding \"{}\"", word),
                        "write some of raw,base64,hex");
    }
    if (comma == std::string_view::npos) return encodings;
    text.remove_prefix(comma + 1);
  }
}

std::optional<ByteView> decode_word(Encoding encoding, ByteView word, Bytes& into) {
  if (encoding == Encoding::raw) return word;
  into.clear();
  const bool decoded = encoding == Encoding::hex ? decode_hex(word, into) : decode_base64(word, into);
  if (!decoded || into.empty()) return std::nullopt;
  return ByteView(into);
}

}  // namespace jwtkeep::crack
