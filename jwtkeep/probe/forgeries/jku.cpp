#include <array>

#include "jwtkeep/probe/forgeries/rows.hpp"
#include "jwtkeep/probe/listened_attempt.hpp"
#include "jwtkeep/probe/listener_paths.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 2> kJkuReferences{"RFC 8725 section 3.10", "RFC 7515 section 4.1.2"};

Attempts make_jku(const Material& material) {
  return listened_attempt(material, "jku", kJwksPath, "jku of our key set");
}

}  // namespace

const Forgery kJku{
    .id = "jku",
    .title = "A key set at the attacker's URL (jku)",
    .severity = Severity::critical,
    .judging = Judging::fetch,
    .cwe = "CWE-918",
    .references = kJkuReferences,
    .means =
        "anybody has the server ask any URL, within your network too; and where it then takes the token, makes "
        "tokens with any claims",
    .mend =
        "never follow jku; where it has to be, compare the whole URL with a list of your own before anything is "
        "fetched",
    .make = make_jku,
};

}  // namespace jwtkeep::probe
