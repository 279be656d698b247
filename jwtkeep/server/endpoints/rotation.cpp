// Rotating, and what to do when somebody else has a key.
#include <algorithm>

#include "jwtkeep/keyring/forecast.hpp"
#include "jwtkeep/keyring/shown_json.hpp"
#include "jwtkeep/server/body.hpp"
#include "jwtkeep/server/endpoints/endpoints.hpp"
#include "jwtkeep/server/endpoints/failure.hpp"
#include "jwtkeep/server/entering.hpp"
#include "jwtkeep/server/once.hpp"

namespace jwtkeep::server::endpoints {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;

Json shown_report(const rotate::EverywhereReport& report) {
  auto json = keyring::shown_json(report.rotation.keyring, report.rotation.ahead);
  json.set("taken", keyring::shown_taken(report.rotation.taken)).set("overtaken", Json(report.rotation.overtaken));
  json.set("places_failed", Json(report.pushed.failed()));
  return json;
}

/// What would happen, and when, without doing it.
Json shown_forecast(const keyring::Keyring& ring, const keyring::Confirmations& confirmations, base::Instant now,
                    bool by_hand) {
  auto json = keyring::shown_json(ring, keyring::plan(ring, ring.policy, confirmations, now));
  auto foreseen = Json::array();
  for (const auto& [step, at] : keyring::forecast(ring, confirmations, now, by_hand).steps) {
    foreseen.push(Json::object({{"step", keyring::word(step.kind)},
                                {"kid", step.kid},
                                {"at", base::format_instant(at)},
                                {"why", keyring::why(step, ring.policy)}}));
  }
  json.set("foreseen", std::move(foreseen));
  return json;
}

/// What a rotation goes by when it has to be done anew: the key that signed when it was first asked for.
Json intent_of(const keyring::Keyring& ring) {
  return Json::object({{"seen_active", ring.active() == nullptr ? std::string{} : ring.active()->kid}});
}

Result<Json> rotate_now(Service& service, const Call& call, const Entered& entered, const Json& intent) {
  JWTKEEP_TRY(const auto json, json_body(call.incoming, {"dry_run", "seen_active"}));
  JWTKEEP_TRY(const auto dry_run, flag_member(json, "dry_run"));
  JWTKEEP_TRY(auto seen_active, text_member(json, "seen_active"));
  const auto& ring = entered.ring->ring();
  if (dry_run) {
    return shown_forecast(ring, store::confirmations(entered.ring->destinations(), call.now), call.now, true);
  }
  // Who does not say which key it saw means the one that signs now: of two such requests at once one rotates.
  if (seen_active.empty()) seen_active = *intent.find("seen_active")->string();
  JWTKEEP_TRY(const auto report, service.options().rotate({.name = ring.name,
                                                           .actor = actor_of(entered.asker, call),
                                                           .by_hand = true,
                                                           .seen_active = std::move(seen_active),
                                                           .compromised = {}}));
  return shown_report(report);
}

Result<Json> compromise_now(Service& service, const Call& call, const Entered& entered, const Json& /*intent*/) {
  JWTKEEP_TRY(const auto json, json_body(call.incoming, {"kid", "dry_run"}));
  JWTKEEP_TRY(auto kid, text_member(json, "kid"));
  JWTKEEP_TRY(const auto dry_run, flag_member(json, "dry_run"));
  if (kid.empty()) return fail(Reason::bad_value, "which key? There is no \"kid\"", "send {\"kid\": \"...\"}");
  const auto& ring = entered.ring->ring();
  const auto called = ring.called(kid);
  const auto* key = called.size() == 1 ? called.front() : nullptr;
  if (key != nullptr) kid = key->kid;
  if (dry_run) {
    JWTKEEP_TRY(const auto after, keyring::compromise(ring, kid, call.now));
    return shown_forecast(after, store::confirmations(entered.ring->destinations(), call.now), call.now, false);
  }
  // Asked again, because an answer was lost, it is done already.
  if (key != nullptr && key->state == keyring::State::compromised) {
    return keyring::shown_json(ring, entered.ring->ahead(call.now));
  }
  JWTKEEP_TRY(const auto report, service.options().rotate({.name = ring.name,
                                                           .actor = actor_of(entered.asker, call),
                                                           .by_hand = false,
                                                           .seen_active = {},
                                                           .compromised = kid}));
  return shown_report(report);
}

web::Answer done(Service& service, const Call& call, access::Verb verb,
                 Result<Json> (*work)(Service&, const Call&, const Entered&, const Json& intent)) {
  if (auto first = enter(service, call, verb, 1); !first) return std::move(first).error();
  // What stands in memory may be a moment old; what is decided here is by what stands in the store.
  if (const auto fresh = service.catch_up(); !fresh) return failure(fresh.error());
  auto entered = enter(service, call, verb, 0);
  if (!entered) return std::move(entered).error();
  return once(service, call, entered->asker, intent_of(entered->ring->ring()), [&](const Json& intent) {
    const auto json = work(service, call, *entered, intent);
    if (!json) return failure(json.error());
    // So that who asks this server next is answered by it. What cannot be read now is read by the follower.
    static_cast<void>(service.catch_up());
    return document(base::write_json(*json));
  });
}

}  // namespace

web::Answer rotate(Service& service, const Call& call) { return done(service, call, access::Verb::rotate, rotate_now); }

web::Answer compromise(Service& service, const Call& call) {
  return done(service, call, access::Verb::compromise, compromise_now);
}

}  // namespace jwtkeep::server::endpoints
