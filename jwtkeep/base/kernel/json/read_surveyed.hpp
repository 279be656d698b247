// The reading of a JSON object whose quotes have been found. Internal to this room: json_nodes.hpp is what a caller
// wants.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "jwtkeep/base/json_nodes.hpp"

namespace jwtkeep::base::json {

using Kind = JsonNode::Kind;

inline constexpr std::size_t kBlock = 64;
inline constexpr std::size_t kBlocks = kCommonBytes / kBlock;

/// What one look at a text tells, 64 bytes at a time: where its quotes are, a bit for each byte. Each string's end is
/// then known without looking at the string, and finding one does not have to wait for the one before.
struct Survey {
  std::array<std::uint64_t, kBlocks> quotes;  // the first blocks_used are set
  bool has_escape_or_control;
  bool is_ascii;
};

/// How many blocks a text takes.
constexpr std::size_t blocks_in(std::size_t size) noexcept { return (size + kBlock - 1) / kBlock; }

inline bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// Reads eight digits at once: whether all are, and their number.
[[gnu::always_inline]] inline bool eight_digits(const char* at, std::int64_t& number) noexcept {
  if constexpr (std::endian::native != std::endian::little) return false;
  std::uint64_t text = 0;
  std::memcpy(&text, at, sizeof text);
  if (((text & 0xf0f0f0f0f0f0f0f0) | ((text + 0x0606060606060606) & 0xf0f0f0f0f0f0f0f0) >> 4) != 0x3333333333333333) {
    return false;
  }
  // Neighbours join three times: digits to 2, 4, then 8 of them (Lemire, "Number parsing at a gigabyte per second").
  text -= 0x3030303030303030;
  text = text * 10 + (text >> 8);
  text =
      ((text & 0x000000ff000000ff) * 0x000f424000000064 + (text >> 16 & 0x000000ff000000ff) * 0x0000271000000001) >> 32;
  number = static_cast<std::int64_t>(text);
  return true;
}

/// Whether one of the members from node `first` on has this name.
inline bool has_member(const char* text, std::span<const JsonNode> nodes, std::size_t first,
                       std::string_view name) noexcept {
  for (std::size_t i = first; i < nodes.size(); i = nodes[i].next) {
    if (std::string_view(text + nodes[i].name_at, nodes[i].name_size) == name) return true;
  }
  return false;
}

/// A bit for what a name's length and first eight characters make: names that differ mostly have different ones. Eight
/// bytes from `name` on must be readable.
[[gnu::always_inline]] inline std::uint64_t name_bit(const char* name, std::uint32_t size) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, name, sizeof word);
  if constexpr (std::endian::native == std::endian::little) {
    word <<= 64 - 8 * (size < 8 ? (size == 0 ? 1 : size) : 8);  // the bytes behind the name fall out
  } else {
    word = size == 0 ? 0 : static_cast<unsigned char>(*name);
  }
  constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15;
  return std::uint64_t{1} << ((word >> 32 ^ word ^ size) * kOdd >> 58);
}

/// A container whose end has not been read.
struct Open {
  std::uint32_t node;
  char close;
  std::uint64_t names;  ///< the bits of the members so far
};

// One pass in one function, whose state is a few local variables that stay in registers: that is half of its speed.
// Spaces stand behind the text, and nothing that is looked for begins with a space: only `skip_space` could go on past
// the end. Inlined into each implementation, whose instructions it then uses.
[[gnu::always_inline]] inline std::size_t read_surveyed(const Survey& found, const char* const begin, std::size_t size,
                                                        JsonNode* const nodes, std::size_t capacity) noexcept {
  if (found.has_escape_or_control) return 0;

  const char* const end = begin + size;
  const char* at = begin;
  const std::uint64_t* next_quotes = found.quotes.data();
  const std::uint64_t* const last_quotes = next_quotes + blocks_in(size);
  std::uint32_t quotes_at = 0;  // where the block of `quotes` begins, plus 64
  std::uint64_t quotes = 0;
  std::size_t used = 0;
  std::array<Open, kCommonDepth> open;  // NOLINT(cppcoreguidelines-pro-type-member-init): the first `depth` are set
  std::size_t depth = 0;

  const auto skip_space = [&]() __attribute__((always_inline)) {
    while (*at == ' ' && at < end) ++at;
  };
  // From the opening quote to behind the closing one. Every quote of the text is the start or the end of a string,
  // since there are no escapes.
  const auto next_quote = [&]() __attribute__((always_inline)) {
    while (quotes == 0) {
      if (next_quotes == last_quotes) return ~std::uint32_t{0};
      quotes = *next_quotes++;
      quotes_at += kBlock;
    }
    const auto place =
        quotes_at - static_cast<std::uint32_t>(kBlock) + static_cast<std::uint32_t>(std::countr_zero(quotes));
    quotes &= quotes - 1;
    return place;
  };
  const auto string = [&](std::uint32_t& from, std::uint32_t& length) __attribute__((always_inline)) {
    const auto first = next_quote();
    const auto second = next_quote();
    if (first != static_cast<std::uint32_t>(at - begin) || second == ~std::uint32_t{0}) return false;
    from = first + 1;
    length = second - from;
    at = begin + second + 1;
    return true;
  };
  const auto integer = [&](std::int64_t& number) __attribute__((always_inline)) {
    constexpr int kMostDigits = 18;
    const bool negative = *at == '-';
    if (negative) ++at;
    const char* const start = at;
    std::int64_t value = 0;
    if (eight_digits(at, value)) at += 8;
    for (; is_digit(*at) && at - start < kMostDigits; ++at) value = value * 10 + (*at - '0');
    // Not JSON (no digit, a leading zero), longer, or a zero with a sign.
    if (at == start || is_digit(*at) || (*start == '0' && (at - start > 1 || negative))) return false;
    number = negative ? -value : value;
    return true;
  };
  const auto word = [&](std::string_view text) __attribute__((always_inline)) {
    const bool same = std::memcmp(at, text.data(), text.size()) == 0;
    at += text.size();
    return same;
  };

  skip_space();
  if (*at != '{') return 0;
  do {
    skip_space();
    std::uint32_t name_at = 0;
    std::uint32_t name_size = 0;
    if (depth != 0 && open[depth - 1].close == '}') {
      if (!string(name_at, name_size)) return 0;
      auto& object = open[depth - 1];
      const auto bit = name_bit(begin + name_at, name_size);
      if ((object.names & bit) != 0 &&
          has_member(begin, {nodes, used}, object.node + 1, {begin + name_at, name_size})) {
        return 0;
      }
      object.names |= bit;
      skip_space();
      if (*at++ != ':') return 0;
      skip_space();
    }

    if (used == capacity) return 0;
    JsonNode& node = nodes[used];
    ++used;
    node.name_at = name_at;
    node.name_size = name_size;
    node.next = static_cast<std::uint32_t>(used);
    if (*at == '"') {
      node.kind = Kind::string;
      if (!string(node.value_at, node.value_size)) return 0;
    } else if (*at == '{' || *at == '[') {
      const char close = *at == '{' ? '}' : ']';
      node.kind = *at == '{' ? Kind::object : Kind::array;
      ++at;
      skip_space();
      if (*at != close) {
        if (depth == kCommonDepth) return 0;
        open[depth++] = {.node = static_cast<std::uint32_t>(used - 1), .close = close, .names = 0};
        continue;
      }
      ++at;
    } else if (*at == 't' || *at == 'f') {
      node.kind = Kind::boolean;
      node.integer = *at == 't' ? 1 : 0;
      if (!(*at == 't' ? word("true") : word("false"))) return 0;
    } else if (*at == 'n') {
      node.kind = Kind::null;
      if (!word("null")) return 0;
    } else {
      node.kind = Kind::integer;
      if (!integer(node.integer)) return 0;
    }

    // A comma, or the ends of containers up to one.
    for (; depth != 0; --depth) {
      skip_space();
      if (*at == ',') break;
      if (*at != open[depth - 1].close) return 0;
      nodes[open[depth - 1].node].next = static_cast<std::uint32_t>(used);
      ++at;
    }
    if (depth != 0) ++at;
  } while (depth != 0);
  skip_space();
  if (at != end) return 0;
  if (!found.is_ascii && !is_utf8(as_bytes({begin, size}))) return 0;
  return used;
}

}  // namespace jwtkeep::base::json
