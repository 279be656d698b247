#include <array>

#include "jwtkeep/probe/compact.hpp"
#include "jwtkeep/probe/forgeries/rows.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 3> kWrongAudienceReferences{"CVE-2020-26160", "RFC 7519 section 4.1.3",
                                                                   "RFC 8725 section 3.9"};

std::string without_audience(const Material& material) {
  auto claims = material.good.claims;
  claims.erase("aud");
  return signed_token(*material.signer, base::write_json(owner_header(material.good, *material.signer)),
                      base::write_json(claims));
}

Attempts make_wrong_audience(const Material& material) {
  if (!material.signer) return {.list = {}, .untried = kNeedsOwner};
  const auto* good = material.good.claims.find("aud");
  if (good == nullptr) return {.list = {}, .untried = "the good token has no aud, so that none can be wrong"};
  Attempts attempts;
  const auto add = [&](const std::string& what, const base::Json& aud) {
    attempts.list.push_back({.what = what, .token = owner_token(material, {{"aud", aud}}), .owner_signed = true});
  };
  add("another aud", "https://other.jwtkeep-probe.example");
  add("an empty list as aud", base::Json::array());
  add("a list of one empty text as aud", base::Json::array({base::Json("")}));
  add("an empty aud", "");
  const auto* text = good->string() != nullptr                             ? good->string()
                     : good->items() != nullptr && !good->items()->empty() ? good->items()->front().string()
                                                                           : nullptr;
  if (text != nullptr && !text->empty()) {
    add("an aud that begins with the right one", *text + ".jwtkeep-probe.example");
    add("an aud that is the beginning of the right one", text->substr(0, text->size() - 1));
  }
  attempts.list.push_back({.what = "no aud", .token = without_audience(material), .owner_signed = true});
  return attempts;
}

}  // namespace

const Forgery kWrongAudience{
    .id = "wrong-audience",
    .title = "Tokens for another audience (aud)",
    .severity = Severity::high,
    .judging = Judging::answer,
    .cwe = "CWE-863",
    .references = kWrongAudienceReferences,
    .means =
        "a token that a user gave to another service of the same issuer is good here: that service can be the user",
    .mend =
        "say this service's own aud where the token is verified, compare it as a whole, and refuse a token without "
        "one",
    .make = make_wrong_audience,
    .maker = Maker::owner,
};

}  // namespace jwtkeep::probe
