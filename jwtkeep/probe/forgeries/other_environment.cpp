#include <array>

#include "jwtkeep/probe/forgeries/rows.hpp"
#include "jwtkeep/probe/strange_attempts.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 1> kOtherEnvironmentReferences{"RFC 8725 section 3.8"};

Attempts make_other_environment(const Material& material) {
  return strange_attempts(
      material, StrangeToken::Kind::other_environment,
      "no keyring of another environment is known: give --keyring, of a service that has several in the store");
}

}  // namespace

const Forgery kOtherEnvironment{
    .id = "other-environment",
    .title = "Tokens of another environment",
    .severity = Severity::high,
    .judging = Judging::answer,
    .cwe = "CWE-668",
    .references = kOtherEnvironmentReferences,
    .means = "whoever may make tokens in a test environment makes them for this one",
    .mend =
        "give each environment keys of its own (jwtkeep doctor names those that are shared), and name the issuer of "
        "each",
    .make = make_other_environment,
    .maker = Maker::keyring,
};

}  // namespace jwtkeep::probe
