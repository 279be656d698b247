#include "jwtkeep/access/session.hpp"

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/hash.hpp"
#include "jwtkeep/crypto/random.hpp"

namespace jwtkeep::access {
namespace {

using base::fail;
using base::Instant;
using base::Json;
using base::Reason;

constexpr std::size_t kIdBytes = 16;

std::string random_text() { return base::base64url_encode(crypto::random_bytes(kIdBytes)); }

std::int64_t seconds(Instant at) { return std::chrono::floor<base::Seconds>(at).time_since_epoch().count(); }

Session bare(std::string name, Instant now, std::optional<Instant> longest) {
  const auto begun = std::chrono::floor<base::Seconds>(now);
  auto until = std::chrono::floor<base::Seconds>(now + kLongestSession);
  if (longest) until = std::min(until, std::chrono::floor<base::Seconds>(*longest));
  return {.id = random_text(),
          .csrf = random_text(),
          .name = std::move(name),
          .of = {},
          .by = TokenLogin{},
          .begun_at = begun,
          .expires_at = until};
}

std::unexpected<base::Error> unknown() {
  return fail(Reason::malformed, "the session is not one of this server's", "log in again");
}

/// What makes these principals, and nothing else: a provider may say much of a person.
Json kept_claims(const std::vector<const Principal*>& holders) {
  auto kept = Json::object();
  for (const auto* holder : holders) {
    const auto& login = std::get<ByLogin>(holder->shows);
    auto values = Json::array();
    if (const auto* known = kept.find(login.claim)) values = *known;
    if (std::ranges::find(*values.items(), Json(login.value)) == values.items()->end()) values.push(login.value);
    kept.set(login.claim, std::move(values));
  }
  return kept;
}

Json to_json(const Session& session) {
  auto json = Json::object({{"id", session.id},
                            {"csrf", session.csrf},
                            {"name", session.name},
                            {"of", session.of},
                            {"begun", Json(seconds(session.begun_at))},
                            {"until", Json(seconds(session.expires_at))}});
  if (const auto* token = std::get_if<TokenLogin>(&session.by)) {
    json.set("token", token->token_id);
  } else {
    const auto& login = std::get<ProviderLogin>(session.by);
    json.set("issuer", login.issuer).set("claims", login.claims);
  }
  return json;
}

std::optional<Session> from_json(const Json& json) {
  const auto text = [&](std::string_view name) {
    const auto* found = json.find(name);
    return found != nullptr && found->string() != nullptr ? *found->string() : std::string{};
  };
  const auto instant = [&](std::string_view name) {
    const auto* found = json.find(name);
    return Instant(base::Seconds{found != nullptr && found->integer() != nullptr ? *found->integer() : 0});
  };
  Session session{.id = text("id"),
                  .csrf = text("csrf"),
                  .name = text("name"),
                  .of = text("of"),
                  .by = TokenLogin{text("token")},
                  .begun_at = instant("begun"),
                  .expires_at = instant("until")};
  const auto* claims = json.find("claims");
  if (claims != nullptr) session.by = ProviderLogin{.issuer = text("issuer"), .claims = *claims};
  if (session.id.empty() || session.csrf.empty() || session.of.empty()) return std::nullopt;
  return session;
}

}  // namespace

Session begin_session(const Principal& principal, Instant now) {
  auto session = bare(principal.name, now, principal.expires_at);
  const auto& id = std::get<ByToken>(principal.shows).id;
  session.of = "token " + id;
  session.by = TokenLogin{id};
  return session;
}

Session begin_session(const std::vector<const Principal*>& holders, std::string name, std::string_view issuer,
                      std::string_view subject, Instant now) {
  std::optional<Instant> last = Instant::min();
  for (const auto* holder : holders) {
    if (!holder->expires_at) last.reset();
    if (last) last = std::max(*last, *holder->expires_at);
  }
  auto session = bare(std::move(name), now, last);
  const auto person = std::string(issuer) + '\n' + std::string(subject);
  session.of = "login " + base::base64url_encode(crypto::digest(crypto::Hash::sha256, base::as_bytes(person)));
  session.by = ProviderLogin{.issuer = std::string(issuer), .claims = kept_claims(holders)};
  return session;
}

base::Result<std::vector<const Principal*>> holders_of(const Session& session, const AccessList& list, Instant now) {
  if (now >= session.expires_at) return fail(Reason::expired, "the session has ended", "log in again");
  if (const auto* token = std::get_if<TokenLogin>(&session.by)) {
    JWTKEEP_TRY(const auto* principal, list.by_token_id(token->token_id, now));
    return std::vector{principal};
  }
  const auto& login = std::get<ProviderLogin>(session.by);
  auto holders = list.by_login(login.issuer, login.claims, now);
  if (holders.empty()) {
    return fail(Reason::permission, session.name + " no longer has access",
                "ask whoever has the store: jwtkeep access list");
  }
  return holders;
}

base::Result<std::string> SessionSeal::seal(const Session& session) const {
  auto text = sealed_.seal(to_json(session));
  if (text.size() <= SealedJson::kMostChars) return text;
  return fail(Reason::too_large, session.name + " is known by more than a browser's cookie holds",
              "give one group all that those together may do");
}

base::Result<Session> SessionSeal::open(std::string_view text) const {
  const auto json = sealed_.open(text);
  auto session = json ? from_json(*json) : std::nullopt;
  if (!session) return unknown();
  return *std::move(session);
}

}  // namespace jwtkeep::access
