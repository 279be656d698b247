// What zxcvbn says of a text, bounded in time and made safe for any bytes. Internal to this room.
#pragma once

#include <string>
#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/strength/judge.hpp"

namespace jwtkeep::strength {

/// A pattern at `offset` of the text that was estimated.
struct Pattern {
  FindingKind kind;
  std::size_t offset;
  std::size_t length;
};

/// A piece of a text as zxcvbn cut it; pieces without a pattern are `literal`.
struct Part {
  enum class Make : std::uint8_t {
    literal,
    word,   ///< a word as the dictionary has it, but for its case
    other,  ///< replaced letters, walks, repeats, sequences, dates
  };
  Make make;
  std::size_t offset;
  std::size_t length;
  double bits;  ///< zxcvbn's own, without what it adds for joining
};

struct Estimate {
  double bits = 0;
  std::vector<Pattern> patterns;
  std::vector<Part> parts;  ///< of the printable ASCII in the text, in order
};

/// The words of `context` as zxcvbn takes them: lower case, whole and in their parts (`api.example.com` gives `api`
/// and `example` too).
std::vector<std::string> personal_words(const std::vector<std::string>& context);

/// Bits and patterns of a text (UTF-8, or bytes that are mostly printable).
Estimate estimate_text(base::ByteView text, const std::vector<std::string>& personal);

}  // namespace jwtkeep::strength
