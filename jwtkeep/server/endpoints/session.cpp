// Sessions of people, who use a browser: begun with an access token, kept in a cookie.
#include <algorithm>

#include "jwtkeep/access/ended_sessions.hpp"
#include "jwtkeep/server/body.hpp"
#include "jwtkeep/server/endpoints/endpoints.hpp"
#include "jwtkeep/server/endpoints/failure.hpp"
#include "jwtkeep/server/entering.hpp"
#include "jwtkeep/server/session_answer.hpp"

namespace jwtkeep::server::endpoints {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;

/// Every grant of all that somebody stands for, each once.
Json shown_grants(const Asker& asker) {
  auto grants = Json::array();
  asker.for_each([&](const access::Principal& principal) {
    for (const auto& grant : principal.grants) {
      const Json text(grant.text());
      if (std::ranges::find(*grants.items(), text) == grants.items()->end()) grants.push(text);
    }
  });
  return grants;
}

Json shown_end(const Asker& asker) {
  if (const auto& session = asker.session()) return Json(base::format_instant(session->expires_at));
  std::optional<base::Instant> end;
  asker.for_each([&](const access::Principal& principal) { end = principal.expires_at; });
  return end ? Json(base::format_instant(*end)) : Json(nullptr);
}

web::Answer shown(const Asker& asker) {
  const auto& session = asker.session();
  return document(base::write_json(Json::object({{"name", asker.name()},
                                                 {"grants", shown_grants(asker)},
                                                 {"expires_at", shown_end(asker)},
                                                 {"csrf", session ? Json(session->csrf) : Json(nullptr)}})));
}

/// By the token in the body. It never stands in ordinary memory of ours.
Admitted<Asker> enter_with_body(Service& service, const Call& call) {
  const auto json = json_body(call.incoming, {"access_token"}, {"access_token"});
  if (!json) return std::unexpected(failure(json.error()));
  const auto* member = json->find("access_token");
  const auto* token = member != nullptr ? member->secret() : nullptr;
  if (token == nullptr) {
    return std::unexpected(
        failure({Reason::bad_value, "\"access_token\" has to be a text", "send {\"access_token\": \"jka_...\"}"}));
  }
  return token->reveal([&](base::ByteView text) { return service.gate().enter_with(call.incoming, text); });
}

}  // namespace

web::Answer begin_session(Service& service, const Call& call) {
  auto& gate = service.gate();
  if (auto own = gate.check_own_page(call.incoming); !own) return std::move(own).error();
  auto shown_by = enter_with_body(service, call);
  if (!shown_by) return std::move(shown_by).error();
  std::shared_ptr<const access::Session> session;
  std::vector<const access::Principal*> principals;
  shown_by->for_each([&](const access::Principal& principal) {
    principals.push_back(&principal);
    session = std::make_shared<const access::Session>(access::begin_session(principal, call.now));
  });
  if (auto often = gate.take(*principals.front(), 1); !often) return std::move(often).error();
  const Asker asker(shown_by->list(), principals, session);
  const auto cookie = session_cookie(service, *session, call.now, gate.browser().is_secure(call.incoming));
  if (!cookie) return failure(cookie.error());
  if (auto told = access::record_begun(service.store(), *session, actor_of(asker, call), call.now); !told) {
    return failure(told.error());
  }
  return shown(asker).with("Set-Cookie", *cookie);
}

web::Answer show_session(Service& service, const Call& call) {
  // A page asks this to learn whether somebody is logged in: that nobody is, is no denial.
  if (Gate::shows_nothing(call.incoming)) return Gate::nobody();
  auto asker = service.gate().enter(call.incoming);
  return asker ? shown(*asker) : std::move(asker).error();
}

web::Answer end_session(Service& service, const Call& call) {
  auto asker = service.gate().enter(call.incoming);
  if (!asker) return std::move(asker).error();
  if (asker->session() == nullptr) {
    return failure(
        {Reason::not_found, "there is no session to end", "an access token is taken back by: jwtkeep access revoke"});
  }
  if (auto done = access::end_session(service.store(), *asker->session(), actor_of(*asker, call), call.now); !done) {
    return failure(done.error());
  }
  // So that this server knows it before it answers; others hear of it within a second.
  static_cast<void>(service.catch_up());
  return web::Answer(204).with("Cache-Control", "no-store").with("Set-Cookie", no_session_cookie(service, call));
}

}  // namespace jwtkeep::server::endpoints
