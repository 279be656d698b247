#include "jwtkeep/access/principal.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::access {
namespace {

using base::fail;
using base::Json;
using base::Reason;

constexpr std::size_t kLongestName = 64;
constexpr std::size_t kDigestBytes = 32;

std::unexpected<base::Error> malformed(std::string_view member) {
  return fail(Reason::malformed, fmt::format("an entry of who may do what is not whole: \"{}\"", member));
}

base::Result<std::string> text_of(const Json& json, std::string_view member) {
  const auto* found = json.find(member);
  if (found == nullptr || found->string() == nullptr) return malformed(member);
  return *found->string();
}

base::Result<base::Bytes> digest_of(const Json& json, std::string_view member) {
  JWTKEEP_TRY(const auto text, text_of(json, member));
  auto bytes = base::hex_decode(text);
  if (!bytes || bytes->size() != kDigestBytes) return malformed(member);
  return *std::move(bytes);
}

base::Result<std::optional<base::Instant>> instant_of(const Json& json, std::string_view member) {
  if (json.find(member) == nullptr) return std::optional<base::Instant>{};
  JWTKEEP_TRY(const auto text, text_of(json, member));
  auto instant = base::parse_instant(text);
  if (!instant) return malformed(member);
  return std::optional(*instant);
}

base::Result<std::uint32_t> count_of(const Json& json, std::string_view member) {
  const auto* found = json.find(member);
  if (found == nullptr) return 0U;
  const auto* number = found->integer();
  if (number == nullptr || *number < 0 || *number > 1'000'000'000) return malformed(member);
  return static_cast<std::uint32_t>(*number);
}

void write_shown(Json& json, const ByToken& shown) {
  json.set("token_id", shown.id).set("token_sha256", base::hex_encode(shown.digest));
}
void write_shown(Json& json, const ByCertificate& shown) {
  json.set("certificate_sha256", base::hex_encode(shown.sha256));
}
void write_shown(Json& json, const ByLogin& shown) {
  json.set("issuer", shown.issuer).set("claim", shown.claim).set("value", shown.value);
}

base::Result<std::variant<ByToken, ByCertificate, ByLogin>> read_shown(const Json& json) {
  if (json.find("token_id") != nullptr) {
    ByToken token;
    JWTKEEP_TRY(token.id, text_of(json, "token_id"));
    JWTKEEP_TRY(token.digest, digest_of(json, "token_sha256"));
    return token;
  }
  if (json.find("certificate_sha256") != nullptr) {
    ByCertificate certificate;
    JWTKEEP_TRY(certificate.sha256, digest_of(json, "certificate_sha256"));
    return certificate;
  }
  ByLogin login;
  JWTKEEP_TRY(login.issuer, text_of(json, "issuer"));
  JWTKEEP_TRY(login.claim, text_of(json, "claim"));
  JWTKEEP_TRY(login.value, text_of(json, "value"));
  return login;
}

base::Result<std::vector<Grant>> read_grants(const Json& json) {
  const auto* found = json.find("grants");
  if (found == nullptr || found->items() == nullptr) return malformed("grants");
  std::vector<Grant> grants;
  for (const auto& item : *found->items()) {
    if (item.string() == nullptr) return malformed("grants");
    auto grant = Grant::parse(*item.string());
    if (!grant) return malformed("grants");
    grants.push_back(*std::move(grant));
  }
  return grants;
}

std::unexpected<base::Error> denied(const Principal& principal, Verb verb, std::string_view keyring) {
  return fail(Reason::permission, fmt::format("{} may not {}: {}", principal.name, word(verb), keyring),
              fmt::format("whoever has admin can grant it: jwtkeep access grant {} \"{}: {}\"", principal.name, keyring,
                          word(verb)));
}

}  // namespace

base::Result<void> check_right(const Principal& principal, Verb verb, std::string_view keyring) {
  const auto allows = [&](const Grant& grant) { return grant.allows(verb, keyring); };
  if (std::ranges::any_of(principal.grants, allows)) return {};
  return denied(principal, verb, keyring);
}

base::Result<void> check_right_on_all(const Principal& principal, Verb verb) {
  const auto allows = [&](const Grant& grant) {
    return grant.keyrings.has_all() && std::ranges::find(grant.verbs, verb) != grant.verbs.end();
  };
  if (std::ranges::any_of(principal.grants, allows)) return {};
  return denied(principal, verb, "**");
}

base::Result<void> check_standing(const Principal& principal, base::Instant now) {
  if (principal.revoked_at) {
    return fail(Reason::permission,
                fmt::format("the access of {} was revoked at {} UTC", principal.name,
                            base::describe_instant(*principal.revoked_at)),
                "ask whoever has admin for another");
  }
  if (principal.expires_at && *principal.expires_at <= now) {
    return fail(
        Reason::expired,
        fmt::format("the access of {} ended at {} UTC", principal.name, base::describe_instant(*principal.expires_at)),
        "ask whoever has admin for another");
  }
  return {};
}

base::Result<void> check_principal_name(std::string_view name) {
  constexpr std::string_view kChars = "abcdefghijklmnopqrstuvwxyz0123456789._-@";
  if (!name.empty() && name.size() <= kLongestName && name.find_first_not_of(kChars) == std::string_view::npos) {
    return {};
  }
  return fail(Reason::bad_value, "that is no name for who has access",
              "use 1 to 64 characters of a-z, 0-9, dot, underscore, hyphen and @");
}

Json to_json(const Principal& principal) {
  auto json = Json::object({{"name", principal.name}});
  std::visit([&](const auto& shown) { write_shown(json, shown); }, principal.shows);
  auto grants = Json::array();
  for (const auto& grant : principal.grants) grants.push(grant.text());
  json.set("grants", std::move(grants)).set("created_at", base::format_instant(principal.created_at));
  if (principal.expires_at) json.set("expires_at", base::format_instant(*principal.expires_at));
  if (principal.revoked_at) json.set("revoked_at", base::format_instant(*principal.revoked_at));
  if (principal.rate.per_second != 0) {
    json.set("per_second", std::int64_t{principal.rate.per_second}).set("burst", std::int64_t{principal.rate.burst});
  }
  return json;
}

base::Result<Principal> principal_from_json(const Json& json) {
  Principal principal;
  JWTKEEP_TRY(principal.name, text_of(json, "name"));
  if (!check_principal_name(principal.name)) return malformed("name");
  JWTKEEP_TRY(principal.shows, read_shown(json));
  JWTKEEP_TRY(principal.grants, read_grants(json));
  JWTKEEP_TRY(const auto created_at, instant_of(json, "created_at"));
  if (!created_at) return malformed("created_at");
  principal.created_at = *created_at;
  JWTKEEP_TRY(principal.expires_at, instant_of(json, "expires_at"));
  JWTKEEP_TRY(principal.revoked_at, instant_of(json, "revoked_at"));
  JWTKEEP_TRY(principal.rate.per_second, count_of(json, "per_second"));
  JWTKEEP_TRY(principal.rate.burst, count_of(json, "burst"));
  return principal;
}

}  // namespace jwtkeep::access
