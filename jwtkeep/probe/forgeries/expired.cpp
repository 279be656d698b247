#include <array>

#include "jwtkeep/probe/compact.hpp"
#include "jwtkeep/probe/forgeries/rows.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 1> kExpiredReferences{"RFC 7519 section 4.1.4"};

Attempts make_expired(const Material& material) {
  if (!material.signer) return {.list = {}, .untried = kNeedsOwner};
  const auto at = [&](std::chrono::hours ago) { return numeric_date(material.now - ago); };
  using std::chrono::hours;
  // An hour is more than any leeway; the second token has been dead for a year.
  return {
      .list = {{.what = "exp an hour ago",
                .token = owner_token(material, {{"iat", at(hours{2})}, {"nbf", at(hours{2})}, {"exp", at(hours{1})}}),
                .owner_signed = true},
               {.what = "exp a year ago",
                .token = owner_token(material,
                                     {{"iat", at(hours{8761})}, {"nbf", at(hours{8761})}, {"exp", at(hours{8760})}}),
                .owner_signed = true}}};
}

}  // namespace

const Forgery kExpired{
    .id = "expired",
    .title = "Expired tokens",
    .severity = Severity::high,
    .judging = Judging::answer,
    .cwe = "CWE-613",
    .references = kExpiredReferences,
    .means = "a token that was stolen, or that belongs to somebody who has left, is good for ever",
    .mend = "check exp where the token is verified, with a leeway of a minute at most",
    .make = make_expired,
    .maker = Maker::owner,
};

}  // namespace jwtkeep::probe
