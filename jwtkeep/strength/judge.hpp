// The judge of one symmetric secret: how many guesses it would take, and why.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::strength {

/// The verdict. `strong` needs three things: enough bytes, at least 128 bits of effective entropy, and that the
/// secret is not published anywhere jwtkeep knows of.
enum class Strength : std::uint8_t {
  strong,
  weak,
  published,  ///< `public`: it stands in public, as it is or in another encoding, so that everybody has it already
};

/// What the secret's characters were recognised as.
enum class Encoding : std::uint8_t {
  text,       ///< printable characters that encode nothing
  hex,        ///< both cases, with or without `0x`
  base64,     ///< RFC 4648 section 4, padded or not
  base64url,  ///< RFC 4648 section 5, padded or not
  raw,        ///< bytes that are no text
};

/// What was found at one place of the secret.
enum class FindingKind : std::uint8_t {
  too_short,           ///< fewer bytes than the algorithm's hash (RFC 7518 section 3.2)
  known_secret,        ///< published: a product's default, a tutorial's sample, or found in tokens
  known_variant,       ///< a published secret in other case, backwards, repeated, or with digits and signs behind it
  published_piece,     ///< a published secret that stands in a longer one
  hash_of_word,        ///< the MD5, SHA-1, SHA-256 or SHA-512 of a common word or a published secret
  dictionary_word,     ///< a common word, name or password of one of eight languages, also backwards
  leet_word,           ///< the same with letters replaced by digits and signs
  phrase,              ///< a sentence, or a phrase that many know
  personal,            ///< one of `JudgeOptions::context`
  keyboard_walk,       ///< neighbouring keys
  repeat,              ///< one character or byte again and again
  repeated_block,      ///< a longer piece again and again
  sequence,            ///< counting up or down
  date,                ///< a date or a year
  timestamp,           ///< nothing but a point in time, e.g. Unix seconds
  uuid,                ///< a UUID: at most 122 random bits (RFC 9562 section 5.4)
  encoded_text,        ///< the encoding of something a person typed
  few_distinct_bytes,  ///< far fewer different bytes than random ones would show
  pem_or_jwt,          ///< a PEM block or a token stands where a secret should
  predictable,         ///< long enough, but fewer than 128 bits in all
  trailing_newline,    ///< ends in a line break: the usual accident of `echo` into a store
  surrounding_space,   ///< other white space before or after it
  quoted,              ///< stands in quotation marks that a shell or dotenv file did not take off
};

/// One place of the secret and what is wrong there.
struct Finding {
  FindingKind kind;
  std::size_t offset;       ///< first byte, in the secret as given
  std::size_t length;       ///< in bytes; the span never leaves the secret
  std::string explanation;  ///< one sentence for people; never holds characters of the secret
  std::string product;      ///< of a published secret: whose default or sample it is, or empty
  std::string source;       ///< and where that is said, e.g. a CVE, or empty
};

/// Whether a finding of this kind alone forbids `strong`. The others warn (a strong secret with a trailing newline
/// stays strong) or say where the guesses were saved.
bool is_fatal(FindingKind kind) noexcept;

/// The answer of `judge`.
struct Judgement {
  Strength strength;
  double guesses_log10;           ///< decimal logarithm of the guesses an informed attacker needs
  double entropy_bits;            ///< the same as bits; never more than 8 * length_bytes
  std::size_t length_bytes;       ///< bytes of randomness it can hold: of 64 hex characters 32, of a repeated block one
  std::size_t given_bytes;        ///< bytes as given: the HMAC key's length where the form is `text`
  std::size_t required_bytes;     ///< as asked in the options
  Encoding encoding;              ///< what the secret's core (without newline, space and quotes) was recognised as
  std::vector<Finding> findings;  ///< by offset
  std::string advice;             ///< what to do next, one or two sentences
};

/// Below this many bits no secret is strong, whatever its length: 2^128 guesses.
inline constexpr double kRequiredBits = 128;

/// What the judge is to know besides the secret.
struct JudgeOptions {
  /// The hash size of the algorithm: 32 for HS256, 48 for HS384, 64 for HS512 (RFC 7518 section 3.2).
  std::size_t required_bytes = 32;
  /// Words an attacker would try first: names of people, company, domain, service. Not secret.
  std::vector<std::string> context;
  /// Whether the list of published secrets counts. Without it the answer is how guessable the secret would be if nobody
  /// had published it: for comparing judges, never for judging.
  bool published_counts = true;
};

/// Judges `secret` as it is handed to a JWT library, printable text or raw bytes.
///
/// There is no option for the form (`text` or `bytes`), because the verdict is the same: the HMAC key may be the 64
/// characters or the 32 bytes they encode, the attacker has 2^256 of them to try either way. What encodes something
/// is judged by what it encodes, as deep as encodings nest (up to four times); the smallest estimate counts.
///
/// Words, walks and dates are looked for in hex and base64 only where a model of typing makes the characters so much
/// likelier than random ones that this happens by chance less than once in 10^12 (typing_model.hpp); in any other text
/// always. Even then nothing is refused but by an estimate below 128 bits.
///
/// Pure and deterministic. Every copy of the secret stands in guarded memory. Time: tens of microseconds for 64 bytes;
/// it grows with the square of the length, and of more than 1024 bytes only the first 1024 are read
/// (docs/benchmarks.md). Nothing is loaded at the start: the dictionaries lie in the program's read-only pages.
Judgement judge(const base::SecretBytes& secret, const JudgeOptions& options = {});

/// The one word of each, as printed, e.g. `weak`, `base64url`, `keyboard_walk`.
std::string_view word(Strength strength) noexcept;
std::string_view word(Encoding encoding) noexcept;
std::string_view word(FindingKind kind) noexcept;

}  // namespace jwtkeep::strength
