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

/// How many blocks a text takes.
constexpr std::size_t blocks_in(std::size_t size) noexcept { return (size + kBlock - 1) / kBlock; }

/// What one look at a text tells: where its quotes are. Each string's end is then known without looking at the string,
/// and finding one does not have to wait for the one before.
struct Survey {
  /// The places of all quotes, then `kNoQuote`. An implementation may write a block's worth behind that.
  std::array<std::uint16_t, kCommonBytes + kBlock> quotes;
  bool has_escape_or_control;
  bool is_ascii;
};
inline constexpr std::uint16_t kNoQuote = 0xffff;
static_assert(kCommonBytes < kNoQuote);

inline bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// Reads eight digits at once: whether all are, and their number.
[[gnu::always_inline]] inline bool eight_digits(const char* at, std::int64_t& number) noexcept {
  if constexpr (std::endian::native != std::endian::little) return false;
  std::uint64_t text = 0;
  std::memcpy(&text, at, sizeof text);
  const auto digits = text - 0x3030303030303030;
  if (((digits | (text + 0x4646464646464646)) & 0x8080808080808080) != 0) return false;
  // Neighbours join three times: digits to 2, 4, then 8 of them (Lemire, "Number parsing at a gigabyte per second").
  text = digits * 10 + (digits >> 8);
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

/// A bit for what a name's length and first characters make: names that differ mostly have different ones. Behind a
/// name its quote stands, so that the four bytes from the start of one of at least three are always the same.
[[gnu::always_inline]] inline std::uint64_t name_bit(const char* name, std::uint32_t size) noexcept {
  if (size < 3) return 1;
  std::uint32_t word = 0;
  std::memcpy(&word, name, sizeof word);
  return std::uint64_t{1} << ((word * 0x9e3779b1U >> 26 ^ size) & 63U);
}

/// What is put aside of a container while another within it is read.
struct Outer {
  std::uint32_t node;
  char close;
  std::uint64_t names;
};

// One pass in one function, whose state is a few local variables that stay in registers: that is half of its speed.
// Spaces stand behind the text, and nothing that is looked for begins with a space: only `skip_space` could go on past
// the end. Inlined into each implementation, whose instructions it then uses.
[[gnu::always_inline]] inline std::size_t read_surveyed(const Survey& found, const char* const begin, std::size_t size,
                                                        JsonNode* const nodes, std::size_t capacity) noexcept {
  if (found.has_escape_or_control || capacity == 0) return 0;

  const char* const end = begin + size;
  const char* at = begin;
  const std::uint16_t* quote = found.quotes.data();
  std::array<Outer, kCommonDepth> outer;  // NOLINT(cppcoreguidelines-pro-type-member-init): the first `depth` are set
  std::size_t depth = 0;

  // Of the container that is being read:
  std::uint32_t container = 0;
  char close = '}';
  std::uint64_t names = 0;  // the bits of its members so far

  const auto skip_space = [&]() __attribute__((always_inline)) {
    if (*at == ' ') [[unlikely]] {
      while (*at == ' ' && at < end) ++at;
    }
  };
  // From the opening quote, at which `at` is, to behind the closing one. Every quote of the text is the start or the
  // end of a string, since there are no escapes, and all before `at` have been taken.
  const auto string = [&](std::uint32_t& from, std::uint32_t& length) __attribute__((always_inline)) {
    const std::uint32_t second = quote[1];
    if (second == kNoQuote) return false;
    quote += 2;
    from = static_cast<std::uint32_t>(at - begin) + 1;
    length = second - from;
    at = begin + second + 1;
    return true;
  };
  const auto integer = [&](std::int64_t& number) __attribute__((always_inline)) {
    constexpr int kMostDigits = 18;
    const bool negative = *at == '-';
    if (negative) [[unlikely]]
      ++at;
    const char* const start = at;
    std::int64_t value = 0;
    if (eight_digits(at, value)) {
      at += 8;
      if (is_digit(at[0]) && is_digit(at[1])) {  // ten digits: a time in seconds from 2001 to 2286
        value = value * 100 + (at[0] - '0') * 10 + (at[1] - '0');
        at += 2;
      }
    }
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
  if (*at++ != '{') return 0;
  std::size_t used = 1;
  nodes[0].kind = Kind::object;
  nodes[0].next = 1;
  bool more = true;
  skip_space();
  if (*at == '}') {
    ++at;
    more = false;
  }
  while (more) {
    std::uint32_t name_at = 0;
    std::uint32_t name_size = 0;
    skip_space();
    if (close == '}') {
      if (*at != '"' || !string(name_at, name_size)) return 0;
      const auto bit = name_bit(begin + name_at, name_size);
      if ((names & bit) != 0 &&
          has_member(begin, {nodes, used}, std::size_t{container} + 1, {begin + name_at, name_size})) {
        return 0;
      }
      names |= bit;
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
    const char first = *at;
    if (first == '"') {
      node.kind = Kind::string;
      if (!string(node.value_at, node.value_size)) return 0;
    } else if (is_digit(first) || first == '-') {
      node.kind = Kind::integer;
      if (!integer(node.integer)) return 0;
    } else if (first == '{' || first == '[') {
      const char its_close = first == '{' ? '}' : ']';
      node.kind = first == '{' ? Kind::object : Kind::array;
      ++at;
      skip_space();
      if (*at != its_close) {
        if (depth == kCommonDepth - 1) return 0;
        outer[depth++] = {container, close, names};
        container = static_cast<std::uint32_t>(used - 1);
        close = its_close;
        names = 0;
        continue;
      }
      ++at;
    } else if (first == 't' || first == 'f') {
      node.kind = Kind::boolean;
      node.integer = first == 't' ? 1 : 0;
      if (!(first == 't' ? word("true") : word("false"))) return 0;
    } else {
      node.kind = Kind::null;
      if (!word("null")) return 0;
    }

    // A comma, or the ends of containers up to one.
    skip_space();
    while (*at != ',') {
      if (*at++ != close) return 0;
      nodes[container].next = static_cast<std::uint32_t>(used);
      if (depth == 0) {
        more = false;
        break;
      }
      --depth;
      container = outer[depth].node;
      close = outer[depth].close;
      names = outer[depth].names;
      skip_space();
    }
    if (more) ++at;
  }
  skip_space();
  if (at != end) return 0;
  if (!found.is_ascii && !is_utf8(as_bytes({begin, size}))) return 0;
  return used;
}

/// The places of a block's quotes from their bits. Gives where the next ones go.
[[gnu::always_inline]] inline std::uint16_t* add_quotes(std::uint16_t* to, std::size_t block,
                                                        std::uint64_t bits) noexcept {
  for (; bits != 0; bits &= bits - 1) {
    *to++ = static_cast<std::uint16_t>(block * kBlock + static_cast<std::size_t>(std::countr_zero(bits)));
  }
  return to;
}

}  // namespace jwtkeep::base::json
