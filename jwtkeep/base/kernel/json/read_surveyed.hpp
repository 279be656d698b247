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

// What follows are the pieces of one function: each is inlined into the one that uses it, and in the end into each
// implementation, whose instructions it then uses. Their state is a few local variables that stay in registers: that is
// half of the speed. Spaces stand behind the text, and nothing that is looked for begins with a space: only
// `skip_space` could go on past the end.

/// How far the text has been read.
struct Cursor {
  const char* begin;
  const char* end;
  const char* at;
  const std::uint16_t* quote;  ///< the place of the next quote

  [[gnu::always_inline]] void skip_space() noexcept {
    if (*at == ' ') [[unlikely]] {
      while (*at == ' ' && at < end) ++at;
    }
  }

  /// From the opening quote, at which `at` is, to behind the closing one. Every quote of the text is the start or the
  /// end of a string, since there are no escapes, and all before `at` have been taken.
  [[gnu::always_inline]] bool string(std::uint32_t& from, std::uint32_t& length) noexcept {
    const std::uint32_t second = quote[1];
    if (second == kNoQuote) return false;
    quote += 2;
    from = static_cast<std::uint32_t>(at - begin) + 1;
    length = second - from;
    at = begin + second + 1;
    return true;
  }

  [[gnu::always_inline]] bool integer(std::int64_t& number) noexcept {
    constexpr int kMostDigits = 18;
    const bool negative = *at == '-';
    if (negative) [[unlikely]] {
      ++at;
    }
    const char* const start = at;
    std::int64_t value = 0;
    if (eight_digits(at, value)) {
      at += 8;
      if (is_digit(at[0]) && is_digit(at[1])) {  // ten digits: a time in seconds from 2001 to 2286
        value = value * 100 + std::int64_t{at[0] - '0'} * 10 + (at[1] - '0');
        at += 2;
      }
    }
    for (; is_digit(*at) && at - start < kMostDigits; ++at) value = value * 10 + (*at - '0');
    // Not JSON (no digit, a leading zero), longer, or a zero with a sign.
    if (at == start || is_digit(*at) || (*start == '0' && (at - start > 1 || negative))) return false;
    number = negative ? -value : value;
    return true;
  }

  [[gnu::always_inline]] bool word(std::string_view text) noexcept {
    const bool same = std::memcmp(at, text.data(), text.size()) == 0;
    at += text.size();
    return same;
  }
};

/// The container that is being read, or one that is put aside while another within it is.
struct Container {
  std::uint32_t node;
  char close;
  std::uint64_t names;  ///< the bits of its members so far
};

/// A member's name and colon. False where they are none, or the name is there already.
[[gnu::always_inline]] inline bool read_name(Cursor& cursor, Container& object, std::span<const JsonNode> before,
                                             JsonNode& node) noexcept {
  if (*cursor.at != '"' || !cursor.string(node.name_at, node.name_size)) return false;
  const char* const name = cursor.begin + node.name_at;
  const auto bit = name_bit(name, node.name_size);
  if ((object.names & bit) != 0 &&
      has_member(cursor.begin, before, std::size_t{object.node} + 1, {name, node.name_size})) {
    return false;
  }
  object.names |= bit;
  cursor.skip_space();
  if (*cursor.at++ != ':') return false;
  cursor.skip_space();
  return true;
}

/// A value that is no container.
[[gnu::always_inline]] inline bool read_scalar(Cursor& cursor, JsonNode& node) noexcept {
  const char first = *cursor.at;
  if (first == '"') {
    node.kind = Kind::string;
    return cursor.string(node.value_at, node.value_size);
  }
  if (is_digit(first) || first == '-') {
    node.kind = Kind::integer;
    return cursor.integer(node.integer);
  }
  if (first == 't' || first == 'f') {
    node.kind = Kind::boolean;
    node.integer = first == 't' ? 1 : 0;
    return first == 't' ? cursor.word("true") : cursor.word("false");
  }
  node.kind = Kind::null;
  return cursor.word("null");
}

[[gnu::always_inline]] inline std::size_t read_surveyed(const Survey& found, const char* const begin, std::size_t size,
                                                        JsonNode* const nodes, std::size_t capacity) noexcept {
  if (found.has_escape_or_control || capacity == 0) return 0;
  Cursor cursor{begin, begin + size, begin, found.quotes.data()};
  std::array<Container, kCommonDepth> outer;  // NOLINT(cppcoreguidelines-pro-type-member-init): `depth` of them are set
  std::size_t depth = 0;
  Container inner{.node = 0, .close = '}', .names = 0};

  cursor.skip_space();
  if (*cursor.at++ != '{') return 0;
  std::size_t used = 1;
  nodes[0].kind = Kind::object;
  nodes[0].next = 1;
  cursor.skip_space();
  bool more = *cursor.at != '}';
  if (!more) ++cursor.at;
  while (more) {
    cursor.skip_space();
    if (used == capacity) return 0;
    JsonNode& node = nodes[used];
    node.name_at = 0;
    node.name_size = 0;
    if (inner.close == '}' && !read_name(cursor, inner, {nodes, used}, node)) return 0;
    ++used;
    node.next = static_cast<std::uint32_t>(used);
    if (*cursor.at == '{' || *cursor.at == '[') {
      const char close = *cursor.at == '{' ? '}' : ']';
      node.kind = close == '}' ? Kind::object : Kind::array;
      ++cursor.at;
      cursor.skip_space();
      if (*cursor.at != close) {
        if (depth == kCommonDepth - 1) return 0;
        outer[depth++] = inner;
        inner = {.node = static_cast<std::uint32_t>(used - 1), .close = close, .names = 0};
        continue;
      }
      ++cursor.at;
    } else if (!read_scalar(cursor, node)) {
      return 0;
    }

    // A comma, or the ends of containers up to one.
    cursor.skip_space();
    while (more && *cursor.at != ',') {
      if (*cursor.at++ != inner.close) return 0;
      nodes[inner.node].next = static_cast<std::uint32_t>(used);
      more = depth != 0;
      if (more) inner = outer[--depth];
      cursor.skip_space();
    }
    if (more) ++cursor.at;
  }
  cursor.skip_space();
  if (cursor.at != cursor.end) return 0;
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
