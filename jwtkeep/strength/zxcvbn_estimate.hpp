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

struct Estimate {
  double bits = 0;
  std::vector<Pattern> patterns;
};

/// The words of `context` as zxcvbn takes them: lower case, whole and in their parts (`api.example.com` gives `api`
/// and `example` too).
std::vector<std::string> personal_words(const std::vector<std::string>& context);

/// Bits and patterns of a text (UTF-8, or bytes that are mostly printable).
Estimate estimate_text(base::ByteView text, const std::vector<std::string>& personal);

}  // namespace jwtkeep::strength
