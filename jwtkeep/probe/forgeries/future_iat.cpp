#include <array>

#include "jwtkeep/probe/compact.hpp"
#include "jwtkeep/probe/forgeries/rows.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 1> kFutureIatReferences{"RFC 7519 section 4.1.6"};

Attempts make_future_iat(const Material& material) {
  if (!material.signer) return {.list = {}, .untried = kNeedsOwner};
  using std::chrono::hours;
  return {.list = {{.what = "iat in an hour",
                    .token = owner_token(material, {{"iat", numeric_date(material.now + hours{1})},
                                                    {"exp", numeric_date(material.now + hours{2})}}),
                    .owner_signed = true}}};
}

}  // namespace

const Forgery kFutureIat{
    .id = "future-iat",
    .title = "Tokens issued in the future (iat)",
    .severity = Severity::lenience,
    .judging = Judging::answer,
    .cwe = "CWE-613",
    .references = kFutureIatReferences,
    .means =
        "the RFC does not ask for more; a limit on a token's age that is counted from iat can be got round by "
        "whoever has the key",
    .mend = "where a token's age counts, refuse an iat that lies in the future",
    .make = make_future_iat,
    .maker = Maker::owner,
};

}  // namespace jwtkeep::probe
