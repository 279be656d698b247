#include <array>

#include "jwtkeep/probe/forgeries/rows.hpp"
#include "jwtkeep/probe/strange_attempts.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 1> kRetiredKeyReferences{"RFC 8725 section 3.10"};

Attempts make_retired_key(const Material& material) {
  return strange_attempts(
      material, StrangeToken::Kind::retired,
      "the keyring has no retired key whose material is kept: give --keyring of one that has rotated");
}

}  // namespace

const Forgery kRetiredKey{
    .id = "retired-key",
    .title = "Tokens of a retired key",
    .severity = Severity::high,
    .judging = Judging::answer,
    .cwe = "CWE-324",
    .references = kRetiredKeyReferences,
    .means = "a key that was taken out of use still makes tokens: rotating it has changed nothing",
    .mend =
        "have the verifier read its keys again (jwtkeep sync push, or a shorter cache of the JWKS), and drop those "
        "that are gone",
    .make = make_retired_key,
    .maker = Maker::keyring,
};

}  // namespace jwtkeep::probe
