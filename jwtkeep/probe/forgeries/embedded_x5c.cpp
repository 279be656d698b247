#include <array>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/probe/compact.hpp"
#include "jwtkeep/probe/forgeries/rows.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 2> kEmbeddedX5cReferences{"RFC 8725 section 3.10", "RFC 7515 section 4.1.6"};

Attempts make_embedded_x5c(const Material& material) {
  if (!material.own) return {.list = {}, .untried = "no key pair of the probe's own was made"};
  const auto& own = *material.own;
  auto header = own_header(material.good, own);
  header.set("x5c", base::Json::array({base::Json(base::base64_encode(own.certificate))}));
  return {.list = {{"our self-signed certificate as x5c",
                    signed_token(own.key, base::write_json(header), material.good.payload)}}};
}

}  // namespace

const Forgery kEmbeddedX5c{
    .id = "embedded-x5c",
    .title = "The attacker's certificate in the token itself (x5c)",
    .severity = Severity::critical,
    .judging = Judging::answer,
    .cwe = "CWE-295",
    .references = kEmbeddedX5cReferences,
    .means = "anybody signs a token with any claims by a key of their own, and sends a certificate of it along",
    .mend =
        "verify with the keys that you know alone; where x5c has to be taken, check the chain up to an authority of "
        "your own, and the name",
    .make = make_embedded_x5c,
};

}  // namespace jwtkeep::probe
