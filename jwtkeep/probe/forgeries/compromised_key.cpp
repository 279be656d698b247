#include <array>

#include "jwtkeep/probe/forgeries/rows.hpp"
#include "jwtkeep/probe/strange_attempts.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 1> kCompromisedKeyReferences{"RFC 8725 section 3.10"};

Attempts make_compromised_key(const Material& material) {
  return strange_attempts(material, StrangeToken::Kind::compromised,
                          "the keyring has no compromised key whose material is kept: give --keyring of one that has");
}

}  // namespace

const Forgery kCompromisedKey{
    .id = "compromised-key",
    .title = "Tokens of a compromised key",
    .severity = Severity::critical,
    .judging = Judging::answer,
    .cwe = "CWE-324",
    .references = kCompromisedKeyReferences,
    .means = "whoever has the key that leaked makes a token with any claims",
    .mend =
        "push the keyring to every destination (jwtkeep sync push), restart what reads its secret at the start, and "
        "shorten the cache of the JWKS",
    .make = make_compromised_key,
    .maker = Maker::keyring,
};

}  // namespace jwtkeep::probe
