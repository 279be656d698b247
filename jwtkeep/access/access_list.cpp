#include "jwtkeep/access/access_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "jwtkeep/base/edit_distance.hpp"
#include "jwtkeep/crypto/same_text.hpp"

namespace jwtkeep::access {
namespace {

using base::fail;
using base::Json;
using base::Reason;

std::unexpected<base::Error> unknown() {
  return fail(Reason::permission, "this access token is not known here",
              "see who has access with: jwtkeep access list");
}

bool holds(const Json& claim, std::string_view value) {
  if (const auto* text = claim.string()) return *text == value;
  if (const auto* items = claim.items()) {
    return std::ranges::any_of(*items, [&](const Json& item) { return item.string() && *item.string() == value; });
  }
  return false;
}

}  // namespace

base::Result<void> AccessList::add(Principal principal) {
  JWTKEEP_CHECK(check_principal_name(principal.name));
  if (principals_.size() >= kMost) {
    return fail(Reason::bad_value, fmt::format("{} have access already", kMost),
                "remove those that were revoked: jwtkeep access prune");
  }
  for (const auto& other : principals_) {
    if (other.name == principal.name) {
      return fail(Reason::already_exists, principal.name + " has access already",
                  "choose another name, or see it with: jwtkeep access list");
    }
    if (other.shows == principal.shows && !std::holds_alternative<ByLogin>(principal.shows)) {
      return fail(Reason::already_exists, "that is what " + other.name + " shows already",
                  "let somebody else in by another one, or grant more to that one: jwtkeep access grant NAME ...");
    }
  }
  if (const auto* token = std::get_if<ByToken>(&principal.shows)) token_ids_.emplace(token->id, principals_.size());
  principals_.push_back(std::move(principal));
  return {};
}

base::Result<Principal*> AccessList::find(std::string_view name) {
  const auto found = std::ranges::find(principals_, name, &Principal::name);
  if (found != principals_.end()) return &*found;
  std::vector<std::string> names;
  names.reserve(principals_.size());
  for (const auto& each : principals_) names.push_back(each.name);
  return fail(Reason::not_found, fmt::format("nobody called {} has access", name),
              base::did_you_mean(base::near_words(names, name), "see: jwtkeep access list"));
}

void AccessList::learn_tokens() {
  token_ids_.clear();
  for (std::size_t i = 0; i < principals_.size(); ++i) {
    if (const auto* token = std::get_if<ByToken>(&principals_[i].shows)) token_ids_.emplace(token->id, i);
  }
}

std::size_t AccessList::prune(base::Instant now) {
  const auto gone = std::erase_if(principals_, [&](const Principal& each) { return !check_standing(each, now); });
  learn_tokens();
  return gone;
}

base::Result<const Principal*> AccessList::holder_of(const ShownAccessToken& shown) const {
  // An unknown id is compared with a digest that no secret has, so that it costs what a wrong secret costs.
  static constexpr std::array<std::uint8_t, 32> kNobody{};
  const auto found = token_ids_.find(shown.id);
  const Principal* principal = found == token_ids_.end() ? nullptr : &principals_[found->second];
  const auto digest =
      principal == nullptr ? base::ByteView(kNobody) : base::ByteView(std::get<ByToken>(principal->shows).digest);
  const bool same = crypto::same_text(base::as_text(shown.digest), base::as_text(digest));
  if (!same || principal == nullptr) return unknown();
  return principal;
}

base::Result<const Principal*> AccessList::by_token(const ShownAccessToken& shown, base::Instant now) const {
  JWTKEEP_TRY(const auto* const holder, holder_of(shown));
  JWTKEEP_CHECK(check_standing(*holder, now));
  return holder;
}

base::Result<const Principal*> AccessList::by_token_id(std::string_view id, base::Instant now) const {
  const auto found = token_ids_.find(id);
  if (found == token_ids_.end()) return unknown();
  const auto& principal = principals_[found->second];
  JWTKEEP_CHECK(check_standing(principal, now));
  return &principal;
}

base::Result<const Principal*> AccessList::by_certificate(base::ByteView sha256, base::Instant now) const {
  for (const auto& principal : principals_) {
    const auto* certificate = std::get_if<ByCertificate>(&principal.shows);
    if (certificate == nullptr || !base::same_bytes(certificate->sha256, sha256)) continue;
    JWTKEEP_CHECK(check_standing(principal, now));
    return &principal;
  }
  return fail(Reason::permission, "this client certificate is not known here",
              "see who has access with: jwtkeep access list");
}

std::vector<const Principal*> AccessList::by_login(std::string_view issuer, const Json& claims,
                                                   base::Instant now) const {
  std::vector<const Principal*> found;
  for (const auto& principal : principals_) {
    const auto* login = std::get_if<ByLogin>(&principal.shows);
    if (login == nullptr || login->issuer != issuer || !check_standing(principal, now)) continue;
    const auto* claim = claims.find(login->claim);
    if (claim != nullptr && holds(*claim, login->value)) found.push_back(&principal);
  }
  return found;
}

Json AccessList::to_json() const {
  auto items = Json::array();
  for (const auto& principal : principals_) items.push(access::to_json(principal));
  return Json::object({{"principals", std::move(items)}});
}

base::Result<AccessList> AccessList::from_json(const Json& json) {
  const auto* items = json.find("principals");
  if (items == nullptr || items->items() == nullptr) {
    return fail(Reason::malformed, "the list of who may do what is not whole");
  }
  AccessList list;
  for (const auto& item : *items->items()) {
    JWTKEEP_TRY(auto principal, principal_from_json(item));
    JWTKEEP_CHECK(list.add(std::move(principal)));
  }
  return list;
}

}  // namespace jwtkeep::access
