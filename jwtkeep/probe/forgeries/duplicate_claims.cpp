#include <array>

#include "jwtkeep/probe/compact.hpp"
#include "jwtkeep/probe/forgeries/rows.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 2> kDuplicateClaimsReferences{"RFC 7519 section 4", "RFC 8725 section 2.4"};

/// The good claims with one more member behind them, whose name is there already.
std::string with_second(const base::Json& claims, std::string_view name, const base::Json& value) {
  auto text = base::write_json(claims);
  text.pop_back();
  return text + "," + base::quote_json(name) + ":" + base::write_json(value) + "}";
}

Attempts make_duplicate_claims(const Material& material) {
  if (!material.signer) return {.list = {}, .untried = kNeedsOwner};
  using std::chrono::hours;
  // A reader has to refuse the token, or to take the last of the two (RFC 7519 section 4). The first is good, the last
  // is not: it is accepted by readers of the first alone, which then disagree with all others about what is said.
  auto claims = material.good.claims;
  claims.set("exp", numeric_date(material.now + hours{1}));
  const auto header = base::write_json(owner_header(material.good, *material.signer));
  const auto expired = with_second(claims, "exp", numeric_date(material.now - hours{1}));
  return {.list = {{.what = "exp twice: in an hour, then an hour ago",
                    .token = signed_token(*material.signer, header, expired),
                    .owner_signed = true}}};
}

}  // namespace

const Forgery kDuplicateClaims{
    .id = "duplicate-claims",
    .title = "Claims that stand twice",
    .severity = Severity::high,
    .judging = Judging::answer,
    .cwe = "CWE-436",
    .references = kDuplicateClaimsReferences,
    .means =
        "this verifier reads the first of two claims where others read the last, so that what one part of the system "
        "has checked another does not see; or it does not look at exp at all (then `expired` is accepted, too)",
    .mend = "read tokens with a JSON parser that refuses duplicate members",
    .make = make_duplicate_claims,
    .maker = Maker::owner,
};

}  // namespace jwtkeep::probe
