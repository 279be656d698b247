// What an extractor found: a literal that stands where a secret would.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/scan/characters.hpp"
#include "jwtkeep/scan/span.hpp"

namespace jwtkeep::scan {

/// What a finding is. By the order of the words: of two findings at one place the one that says more is kept.
enum class Kind : std::uint8_t {
  pem,            ///< a private key in PEM
  der,            ///< a private key's DER, as bytes or encoded
  jwk,            ///< a JWK with `k` or `d`
  token,          ///< a JWT
  call,           ///< a literal in the call of a JWT library
  default_value,  ///< what is taken where the environment has nothing
  framework_key,  ///< a framework's key that signs JWTs among others
  encoded,        ///< as `assignment` or `call`, in another form: hex, base64, escapes, pieces put together
  config,         ///< a value of a configuration file
  assignment,     ///< a variable's or constant's value
};

/// How sure it is that a secret belongs there, whatever the literal looks like.
enum class Certainty : std::uint8_t {
  sink,   ///< a JWT library takes it as its key
  named,  ///< its name says that it is a JWT's secret, or a framework's key
  hinted  ///< its name says `secret` or `key`, in a file that speaks of JWTs
};

struct Candidate {
  std::string_view rule;  ///< the rule's id; static
  Kind kind = Kind::assignment;
  Certainty certainty = Certainty::hinted;
  Span span = {};         ///< the literal in the text, without its quotes; of several pieces from the first to the last
  Characters value = {};  ///< what the program would have: escapes resolved, pieces joined; what encodes it is still on
  /// The key's bytes where the code or the format decodes `value` (`Buffer.from(x, 'base64')`, `data:` of a Secret).
  std::optional<Characters> decoded = {};
  std::string name = {};  ///< as it stands there, with what it is within: `jwt.secret`; empty where it has none
  bool quoted = false;    ///< it stands in quotation marks, or is a string by its format
};

using Candidates = std::vector<Candidate>;

/// One word each, e.g. `default` for `default_value`.
std::string_view word(Kind kind) noexcept;
std::string_view word(Certainty certainty) noexcept;

}  // namespace jwtkeep::scan
