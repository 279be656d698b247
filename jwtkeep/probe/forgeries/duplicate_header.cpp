#include <array>

#include "jwtkeep/probe/compact.hpp"
#include "jwtkeep/probe/forgeries/rows.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 2> kDuplicateHeaderReferences{"RFC 7515 section 4", "RFC 8725 section 2.4"};

/// The header with one more alg behind it.
std::string with_second_alg(const base::Json& header, std::string_view alg) {
  auto text = base::write_json(header);
  text.pop_back();
  return text + ",\"alg\":" + base::quote_json(alg) + "}";
}

Attempts make_duplicate_header(const Material& material) {
  if (!material.signer) return {.list = {}, .untried = kNeedsOwner};
  // As with claims: the last counts, or the token is refused. The first is the right one here.
  const auto header = owner_header(material.good, *material.signer);
  return {.list = {{.what = "alg twice: the right one, then none",
                    .token = signed_token(*material.signer, with_second_alg(header, "none"), material.good.payload),
                    .owner_signed = true},
                   {.what = "alg twice: the right one, then one that nobody knows",
                    .token = signed_token(*material.signer, with_second_alg(header, "XX999"), material.good.payload),
                    .owner_signed = true}}};
}

}  // namespace

const Forgery kDuplicateHeader{
    .id = "duplicate-header",
    .title = "Header members that stand twice",
    .severity = Severity::high,
    .judging = Judging::answer,
    .cwe = "CWE-436",
    .references = kDuplicateHeaderReferences,
    .means =
        "this verifier reads the first of two alg or kid where others read the last, so that a gateway and the service "
        "behind it check different things; or it looks at neither, and takes what its own key fits",
    .mend = "read tokens with a JSON parser that refuses duplicate members",
    .make = make_duplicate_header,
    .maker = Maker::owner,
};

}  // namespace jwtkeep::probe
