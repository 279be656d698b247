#include <array>

#include "jwtkeep/probe/compact.hpp"
#include "jwtkeep/probe/forgeries/rows.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 1> kNotYetValidReferences{"RFC 7519 section 4.1.5"};

Attempts make_not_yet_valid(const Material& material) {
  if (!material.signer) return {.list = {}, .untried = kNeedsOwner};
  using std::chrono::hours;
  return {.list = {{.what = "nbf in an hour",
                    .token = owner_token(material, {{"nbf", numeric_date(material.now + hours{1})},
                                                    {"exp", numeric_date(material.now + hours{2})}}),
                    .owner_signed = true}}};
}

}  // namespace

const Forgery kNotYetValid{
    .id = "not-yet-valid",
    .title = "Tokens that are not valid yet (nbf)",
    .severity = Severity::high,
    .judging = Judging::answer,
    .cwe = "CWE-613",
    .references = kNotYetValidReferences,
    .means = "a token that was made for later is taken now",
    .mend = "check nbf where the token is verified, with a leeway of a minute at most",
    .make = make_not_yet_valid,
    .maker = Maker::owner,
};

}  // namespace jwtkeep::probe
