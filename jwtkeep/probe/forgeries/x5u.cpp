#include <array>

#include "jwtkeep/probe/forgeries/rows.hpp"
#include "jwtkeep/probe/listened_attempt.hpp"
#include "jwtkeep/probe/listener_paths.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 2> kX5uReferences{"RFC 8725 section 3.10", "RFC 7515 section 4.1.5"};

Attempts make_x5u(const Material& material) {
  return listened_attempt(material, "x5u", kChainPath, "x5u of our certificate");
}

}  // namespace

const Forgery kX5u{
    .id = "x5u",
    .title = "A certificate at the attacker's URL (x5u)",
    .severity = Severity::critical,
    .judging = Judging::fetch,
    .cwe = "CWE-918",
    .references = kX5uReferences,
    .means =
        "anybody has the server ask any URL, within your network too; and where it then takes the token, makes "
        "tokens with any claims",
    .mend =
        "never follow x5u; where it has to be, compare the whole URL with a list of your own before anything is "
        "fetched",
    .make = make_x5u,
};

}  // namespace jwtkeep::probe
