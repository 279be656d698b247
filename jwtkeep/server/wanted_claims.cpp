#include "jwtkeep/server/wanted_claims.hpp"

#include "jwtkeep/keyring/token_claims.hpp"
#include "jwtkeep/server/body.hpp"

namespace jwtkeep::server {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;

constexpr keyring::WishWords kWords{.claims = "claims",
                                    .token_lifetime = "ttl",
                                    .subject = "sub",
                                    .issuer = "iss",
                                    .audience = "aud",
                                    .not_before_in = "not_before",
                                    .id = "jti"};

Result<void> read_audience(const Json& json, std::vector<std::string>& into) {
  const auto* found = json.find("aud");
  if (found == nullptr) return {};
  if (const auto* text = found->string()) {
    into.push_back(*text);
    return {};
  }
  const auto wrong = fail(Reason::bad_value, "\"aud\" has to be a text or a list of texts",
                          "send {\"aud\": \"orders\"} or {\"aud\": [\"orders\", \"billing\"]}");
  if (found->items() == nullptr || found->items()->empty()) return wrong;
  for (const auto& item : *found->items()) {
    if (item.string() == nullptr) return wrong;
    into.push_back(*item.string());
  }
  return {};
}

}  // namespace

Result<Json> wanted_claims(const Json& body, const keyring::Policy& policy, base::Instant now) {
  auto claims = Json::object();
  if (const auto* given = body.find("claims")) {
    if (!given->is_object())
      return fail(Reason::bad_value, "\"claims\" has to be an object", "send {\"claims\": {\"sub\": \"...\"}}");
    claims = *given;
  }
  keyring::ClaimWishes wishes;
  JWTKEEP_TRY(wishes.token_lifetime, text_member(body, "ttl"));
  JWTKEEP_TRY(wishes.subject, text_member(body, "sub"));
  JWTKEEP_TRY(wishes.issuer, text_member(body, "iss"));
  JWTKEEP_TRY(wishes.not_before_in, text_member(body, "not_before"));
  JWTKEEP_TRY(wishes.id, flag_member(body, "jti"));
  JWTKEEP_CHECK(read_audience(body, wishes.audience));
  return keyring::complete_claims(std::move(claims), wishes, keyring::claim_rules(policy), kWords, now);
}

}  // namespace jwtkeep::server
