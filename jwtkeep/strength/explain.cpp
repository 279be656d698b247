#include "jwtkeep/strength/explain.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jwtkeep::strength {
namespace {

std::string_view sentence(FindingKind kind) {
  switch (kind) {
    case FindingKind::too_short: return "too few bytes of randomness";
    case FindingKind::known_secret:
      return "published: a default, a sample, or found in somebody's tokens before; the first guess of any attack";
    case FindingKind::known_variant:
      return "a plain variant of a published secret: other case, backwards, repeated, or digits and signs behind it";
    case FindingKind::published_piece: return "a piece that stands in a public list of secrets";
    case FindingKind::hash_of_word: return "the hash of a common word: whoever tries the word tries its hashes too";
    case FindingKind::dictionary_word: return "a common word, name or password";
    case FindingKind::leet_word: return "a common word with letters replaced by digits or signs, which is tried too";
    case FindingKind::phrase: return "a sentence or a known phrase: far fewer guesses than its words one by one";
    case FindingKind::personal: return "a word that belongs to you or your service";
    case FindingKind::keyboard_walk: return "a walk over neighbouring keys";
    case FindingKind::repeat: return "the same again and again: only the first counts";
    case FindingKind::repeated_block: return "a block that stands earlier already: only the first counts";
    case FindingKind::sequence: return "counts up or down by a constant step";
    case FindingKind::date: return "a date or a year";
    case FindingKind::timestamp: return "a point in time: there are few, and the likely ones are fewer";
    case FindingKind::uuid: return "a UUID: an identifier of at most 122 random bits, not made to be kept secret";
    case FindingKind::encoded_text: return "only an encoding of a guessable text, which adds nothing to it";
    case FindingKind::few_distinct_bytes: return "far fewer different bytes than random ones would show";
    case FindingKind::pem_or_jwt: return "a PEM block or a token, which others may hold: no symmetric secret";
    case FindingKind::predictable: return "long enough, but all in all it takes fewer than 2^128 guesses";
    case FindingKind::trailing_newline:
      return "ends in a line break, which some readers strip and others take for a part of the key";
    case FindingKind::surrounding_space: return "white space around it, which some readers strip and others keep";
    case FindingKind::quoted:
      return "stands in quotation marks, which are part of the key for whoever does not take them off";
  }
  return "weak";
}

bool has(const Judgement& judgement, FindingKind kind) {
  return std::ranges::any_of(judgement.findings, [kind](const Finding& finding) { return finding.kind == kind; });
}

std::string_view alg_for(std::size_t required_bytes) {
  return required_bytes <= 32 ? "HS256" : required_bytes <= 48 ? "HS384" : "HS512";
}

}  // namespace

std::string explain(FindingKind kind, std::size_t length_bytes, std::size_t required_bytes) {
  if (kind != FindingKind::too_short) return std::string(sentence(kind));
  return fmt::format("{} bytes ({} bits) where the algorithm asks for {} (RFC 7518 section 3.2)", length_bytes,
                     length_bytes * 8, required_bytes);
}

std::string explain(const Known& known) {
  if (known.product.empty()) return std::string(sentence(FindingKind::known_secret));
  return fmt::format("published with {}{}: the first guess of any attack", known.product,
                     known.source.empty() ? "" : fmt::format(" ({})", known.source));
}

std::string advise(const Judgement& judgement) {
  if (judgement.strength != Strength::strong) {
    std::string replace =
        fmt::format("Replace it by random bytes: `jwtkeep generate --alg {}`.", alg_for(judgement.required_bytes));
    if (judgement.strength != Strength::published) return replace;
    return replace + " Treat every token signed with it as forged until then.";
  }
  if (has(judgement, FindingKind::trailing_newline) || has(judgement, FindingKind::surrounding_space) ||
      has(judgement, FindingKind::quoted)) {
    return "Strong, but store it again without the characters around it (`printf %s`, not `echo`), and see that every "
           "service then uses the same bytes.";
  }
  return "Nothing to do.";
}

}  // namespace jwtkeep::strength
