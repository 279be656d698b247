// What code is made of, as far as finding literals needs it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace jwtkeep::scan::code {

inline constexpr std::uint32_t kNone = 0xffffffff;

/// What the bytes between a literal's quotes mean.
enum class StringForm : std::uint8_t {
  raw,      ///< what stands there
  escaped,  ///< backslashes as in C
  minimal,  ///< backslashes before the quote and before themselves alone
  doubled,  ///< raw, with its quote written twice
  block     ///< escaped, and indented as a block: the first line break and common white space are not of it
};

enum class TokenKind : std::uint8_t { word, number, string, open, close, op };

/// Offsets are those of the text; a text has less than 4 GiB.
struct Token {
  std::uint32_t begin = 0, end = 0;
  /// A word's hash; an operator's characters (`op_of`); for a bracket its partner's index, or kNone.
  std::uint32_t value = kNone;
  TokenKind kind = TokenKind::op;
  StringForm form = StringForm::raw;
  std::uint8_t open_length = 0, close_length = 0;  ///< of a string: prefix with quotes, and quotes
  bool first_of_line = false;
  bool has_hole = false;  ///< a string with code in it: its value is not known here

  [[nodiscard]] std::string_view text(std::string_view of) const noexcept { return of.substr(begin, end - begin); }
  [[nodiscard]] std::uint32_t content_begin() const noexcept { return begin + open_length; }
  [[nodiscard]] std::uint32_t content_end() const noexcept { return end - close_length; }
};

using Tokens = std::vector<Token>;

/// An operator's characters, at most three, as one number.
constexpr std::uint32_t packed_op(std::string_view characters) noexcept {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < characters.size() && i < 3; ++i) {
    value |= std::uint32_t{static_cast<std::uint8_t>(characters[i])} << (8 * i);
  }
  return value;
}
consteval std::uint32_t op_of(const char* characters) { return packed_op(characters); }

/// FNV-1a of a word without the marks that some languages write before variables (`$`, `@`).
constexpr std::uint32_t word_hash(std::string_view word) noexcept {
  while (!word.empty() && (word.front() == '$' || word.front() == '@')) word.remove_prefix(1);
  std::uint32_t hash = 0x811c9dc5;
  for (const char c : word) hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x01000193;
  return hash;
}
consteval std::uint32_t hash_of(const char* word) { return word_hash(word); }

/// An operator or a word of the source's own text, hashed by the compiler.
struct Op {
  consteval explicit(false) Op(const char* characters) : value(packed_op(characters)) {}
  std::uint32_t value;
};
struct Word {
  consteval explicit(false) Word(const char* word) : text(word), hash(word_hash(word)) {}
  std::string_view text;
  std::uint32_t hash;
};

}  // namespace jwtkeep::scan::code
