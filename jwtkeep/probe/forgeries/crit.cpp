#include <array>

#include "jwtkeep/probe/compact.hpp"
#include "jwtkeep/probe/forgeries/rows.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 2> kCritReferences{"CVE-2025-59420", "RFC 7515 section 4.1.11"};
constexpr auto kExtension = "https://jwtkeep-probe.example/unheard-of";

Attempts make_crit(const Material& material) {
  if (!material.signer) return {.list = {}, .untried = kNeedsOwner};
  auto header = owner_header(material.good, *material.signer);
  header.set("crit", base::Json::array({base::Json(kExtension)}));
  header.set(kExtension, true);
  return {.list = {{.what = "a critical extension that nobody knows",
                    .token = signed_token(*material.signer, base::write_json(header), material.good.payload),
                    .owner_signed = true}}};
}

}  // namespace

const Forgery kCrit{
    .id = "crit",
    .title = "Critical extensions that are not understood (crit)",
    .severity = Severity::lenience,
    .judging = Judging::answer,
    .cwe = "CWE-345",
    .references = kCritReferences,
    .means =
        "an issuer that restricts its tokens by an extension, such as binding them to a client, is not heard; many "
        "libraries that are sound otherwise do so",
    .mend = "refuse every token whose header has crit, unless the library understands what is named there",
    .make = make_crit,
    .maker = Maker::owner,
};

}  // namespace jwtkeep::probe
