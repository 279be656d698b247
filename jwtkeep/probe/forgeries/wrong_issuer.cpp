#include <array>

#include "jwtkeep/probe/compact.hpp"
#include "jwtkeep/probe/forgeries/rows.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 3> kWrongIssuerReferences{"CVE-2024-53861", "RFC 7519 section 4.1.1",
                                                                 "RFC 8725 section 3.8"};

std::string without_issuer(const Material& material) {
  auto claims = material.good.claims;
  claims.erase("iss");
  return signed_token(*material.signer, base::write_json(owner_header(material.good, *material.signer)),
                      base::write_json(claims));
}

Attempts make_wrong_issuer(const Material& material) {
  if (!material.signer) return {.list = {}, .untried = kNeedsOwner};
  const auto* good = material.good.claims.find("iss");
  if (good == nullptr || good->string() == nullptr || good->string()->empty()) {
    return {.list = {}, .untried = "the good token has no iss, so that none can be wrong"};
  }
  const auto& right = *good->string();
  Attempts attempts;
  const auto add = [&](const std::string& what, const base::Json& iss) {
    attempts.list.push_back({.what = what, .token = owner_token(material, {{"iss", iss}}), .owner_signed = true});
  };
  add("another iss", "https://other.jwtkeep-probe.example");
  add("an empty iss", "");
  add("an iss that begins with the right one", right + ".jwtkeep-probe.example");
  add("an iss that is the beginning of the right one", right.substr(0, right.size() - 1));
  add("a list that holds the right iss",
      base::Json::array({base::Json("https://other.jwtkeep-probe.example"), base::Json(right)}));
  attempts.list.push_back({.what = "no iss", .token = without_issuer(material), .owner_signed = true});
  return attempts;
}

}  // namespace

const Forgery kWrongIssuer{
    .id = "wrong-issuer",
    .title = "Tokens of another issuer (iss)",
    .severity = Severity::high,
    .judging = Judging::answer,
    .cwe = "CWE-346",
    .references = kWrongIssuerReferences,
    .means =
        "where issuers share keys, or keys of several are trusted, one of them makes tokens in the name of another",
    .mend = "say the issuer where the token is verified, compare it as a whole, and keep each issuer's keys apart",
    .make = make_wrong_issuer,
    .maker = Maker::owner,
};

}  // namespace jwtkeep::probe
