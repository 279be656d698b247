// Logins with OpenID providers (OpenID Connect Core 1.0 section 3.1): the browser goes there, and comes back with a
// code.
#include <algorithm>

#include "jwtkeep/access/ended_sessions.hpp"
#include "jwtkeep/crypto/same_text.hpp"
#include "jwtkeep/server/endpoints/endpoints.hpp"
#include "jwtkeep/server/endpoints/failure.hpp"
#include "jwtkeep/server/entering.hpp"
#include "jwtkeep/server/login_state.hpp"
#include "jwtkeep/server/session_answer.hpp"
#include "jwtkeep/web/cookie.hpp"
#include "jwtkeep/web/problem.hpp"

namespace jwtkeep::server::endpoints {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;

constexpr int kFirstError = 400;

/// The provider sends browsers to the public address, whatever stands in between.
bool is_secure(const Service& service) { return service.options().public_url.starts_with("https:"); }

std::string_view login_cookie_name(const Service& service) {
  return is_secure(service) ? "__Host-jwtkeep-login" : "jwtkeep-login";
}

/// `lax`: it has to come along when the provider sends the browser back.
std::string login_cookie(const Service& service, std::string_view value, base::Seconds lives) {
  return web::set_cookie({.name = login_cookie_name(service),
                          .value = value,
                          .lives = lives,
                          .secure = is_secure(service),
                          .same_site = web::Cookie::SameSite::lax});
}

/// Nobody keeps where it leads, nor where it came from: a code stands there.
web::Answer see_other(std::string_view where) {
  return web::Answer(303)
      .with("Location", where)
      .with("Cache-Control", "no-store")
      .with("Referrer-Policy", "no-referrer");
}

web::Answer no_provider() {
  return web::problem(404, "not_found", "Not Found", "there is no provider of that name", "GET /v1/login lists them");
}

/// What the browser kept of the login that this request ends. Errors: `permission`.
Result<LoginState> state_of(const Service& service, const Call& call, std::string_view provider) {
  const auto field = call.incoming.only_field("cookie");
  const auto text =
      field ? web::cookie_value(*field, login_cookie_name(service)) : Result<std::optional<std::string_view>>{};
  auto state = text && *text ? open_login(**text, service.login_seal(), provider, call.now) : std::nullopt;
  const auto sent = call.incoming.target().parameter("state");
  if (state && sent && crypto::same_text(*sent, state->trial.state)) return *std::move(state);
  return fail(Reason::permission, "this browser has begun no such login, or long ago",
              "begin it anew; cookies have to be allowed");
}

/// Anybody may write any address into a claim that nobody has checked.
void drop_unchecked_email(Json& claims) {
  const auto* checked = claims.find("email_verified");
  if (checked == nullptr || (*checked != Json(true) && *checked != Json("true"))) claims.erase("email");
}

/// For people and the audit trail: never one that a principal could have.
std::string shown_name(const oidc::Provider& provider, const oidc::Person& person) {
  const auto* email = person.claims.find("email");
  return provider.name() + ":" + (email != nullptr && email->string() != nullptr ? *email->string() : person.subject);
}

/// Claims by which somebody of this provider is known.
std::vector<std::string> wanted_claims(const access::AccessList& list, std::string_view issuer) {
  std::vector<std::string> wanted;
  for (const auto& principal : list.principals()) {
    const auto* login = std::get_if<access::ByLogin>(&principal.shows);
    if (login != nullptr && login->issuer == issuer) wanted.push_back(login->claim);
  }
  return wanted;
}

web::Answer let_in(Service& service, const Call& call, const oidc::Provider& provider, oidc::Person person) {
  drop_unchecked_email(person.claims);
  const auto list = service.gate().list();
  const auto holders = list->by_login(provider.issuer(), person.claims, call.now);
  auto name = shown_name(provider, person);
  if (holders.empty()) {
    const base::Error nobody{Reason::permission, "nothing is granted to " + name,
                             "whoever has the store grants it: jwtkeep access add --issuer " + provider.issuer() +
                                 " --claim sub=" + person.subject};
    return service.gate().refuse_login(call.incoming, name, nobody);
  }
  const auto session = std::make_shared<const access::Session>(
      access::begin_session(holders, std::move(name), provider.issuer(), person.subject, call.now));
  const auto cookie = session_cookie(service, *session, call.now, is_secure(service));
  if (!cookie) return failure(cookie.error());
  const auto actor = actor_of(Asker(list, holders, session), call);
  if (const auto told = access::record_begun(service.store(), *session, actor, call.now); !told) {
    return failure(told.error());
  }
  return see_other("/").with("Set-Cookie", *cookie).with("Set-Cookie", login_cookie(service, {}, base::Seconds{0}));
}

web::Answer send_away(Service& service, const Call& call) {
  const auto& provider = service.provider(call.parameters["provider"]);
  if (provider == nullptr) return no_provider();
  if (auto may = service.gate().may_try(call.incoming); !may) return std::move(may).error();
  const LoginState state{.provider = provider->name(), .trial = oidc::new_trial(), .begun_at = call.now};
  const auto url = provider->login_url(state.trial, call.now);
  if (!url) return failure(url.error());
  return see_other(*url).with("Set-Cookie", login_cookie(service, seal(state, service.login_seal()), kLongestLogin));
}

web::Answer take_back(Service& service, const Call& call) {
  const auto& provider = service.provider(call.parameters["provider"]);
  if (provider == nullptr) return no_provider();
  auto& gate = service.gate();
  if (auto may = gate.may_try(call.incoming); !may) return std::move(may).error();
  const auto& address = call.incoming.peer().address_text;
  const auto state = state_of(service, call, provider->name());
  if (!state) return gate.refuse_login(call.incoming, address, state.error());
  const auto& target = call.incoming.target();
  const auto code = target.parameter("code");
  if (!code) {
    // The person said no, or the provider does (RFC 6749 section 4.1.2.1). What it says is not shown: anybody could
    // write it.
    return gate.refuse_login(
        call.incoming, address,
        {Reason::permission, provider->name() + " lets nobody in", "log in there, then try again"});
  }
  auto person = provider->person({.code = *code, .issuer = target.parameter("iss")}, state->trial,
                                 wanted_claims(*gate.list(), provider->issuer()), call.now);
  if (person) return let_in(service, call, *provider, *std::move(person));
  const auto reason = person.error().reason;
  if (reason == Reason::io_failed || reason == Reason::busy) return failure(person.error());
  return gate.refuse_login(call.incoming, address, person.error());
}

/// A person who was not let in sees the dashboard's page, which says so by the status; a program gets the document.
web::Answer for_people(const Call& call, web::Answer answer) {
  const auto accept = call.incoming.field("accept");
  if (answer.status() < kFirstError || !accept || !accept->contains("text/html")) return answer;
  return see_other("/#/login/" + std::to_string(answer.status()));
}

}  // namespace

web::Answer list_logins(Service& service, const Call& call) {
  static_cast<void>(call);
  auto providers = Json::array();
  for (const auto& provider : service.options().providers) {
    providers.push(Json::object({{"name", provider->name()}, {"login", "/login/" + provider->name()}}));
  }
  return document(base::write_json(Json::object({{"providers", std::move(providers)}})));
}

web::Answer begin_login(Service& service, const Call& call) { return for_people(call, send_away(service, call)); }
web::Answer end_login(Service& service, const Call& call) { return for_people(call, take_back(service, call)); }

}  // namespace jwtkeep::server::endpoints
