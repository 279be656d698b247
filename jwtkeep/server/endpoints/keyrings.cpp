// What keyrings there are, how they stand, and new ones.
#include "jwtkeep/keyring/material.hpp"
#include "jwtkeep/keyring/policy_wishes.hpp"
#include "jwtkeep/keyring/shown_json.hpp"
#include "jwtkeep/rotate/create.hpp"
#include "jwtkeep/server/body.hpp"
#include "jwtkeep/server/endpoints/endpoints.hpp"
#include "jwtkeep/server/endpoints/failure.hpp"
#include "jwtkeep/server/entering.hpp"
#include "jwtkeep/server/once.hpp"
#include "jwtkeep/server/page.hpp"
#include "jwtkeep/server/shown.hpp"

namespace jwtkeep::server::endpoints {
namespace {

base::Json summary(const ServedRing& ring, base::Instant now) {
  const auto* active = ring.ring().active();
  auto json = base::Json::object({{"keyring", ring.ring().name.text()},
                                  {"alg", jose::info(ring.ring().policy.alg).name},
                                  {"revision", ring.ring().revision},
                                  {"signs", active != nullptr ? base::Json(active->kid) : base::Json(nullptr)}});
  const auto due = keyring::next_due(ring.ahead(now));
  json.set("next_due", due ? base::Json(base::format_instant(*due)) : base::Json(nullptr));
  return json;
}

constexpr keyring::PolicyWords kWords{.form = "form",
                                      .token_lifetime = "ttl",
                                      .skew = "skew",
                                      .propagation = "propagation",
                                      .sign_propagation = "sign_propagation",
                                      .rotate_every = "rotate_every",
                                      .retention = "retention"};

/// A name, several with commas between them, or a list of such.
base::Result<std::vector<std::string>> verifiers_of(const base::Json& body) {
  const auto* found = body.find("verifiers");
  if (found == nullptr || found->string() != nullptr) {
    JWTKEEP_TRY(const auto text, text_member(body, "verifiers"));
    return text.empty() ? std::vector<std::string>{} : std::vector{text};
  }
  std::vector<std::string> names;
  for (std::size_t i = 0; found->items() != nullptr && i < found->items()->size(); ++i) {
    if (const auto* name = (*found->items())[i].string()) names.push_back(*name);
  }
  if (found->items() != nullptr && names.size() == found->items()->size()) return names;
  return base::fail(base::Reason::bad_value, "\"verifiers\" has to be a list of texts",
                    "send {\"verifiers\": [\"spring\"]}");
}

struct NewRing {
  keyring::Name name;
  keyring::Policy policy;
};

base::Result<NewRing> read_new(const base::Json& body) {
  JWTKEEP_TRY(const auto text, needed_text(body, "keyring"));
  JWTKEEP_TRY(auto name, keyring::Name::parse(text));
  keyring::PolicyWishes wishes;
  JWTKEEP_TRY(wishes.alg, text_member(body, "alg"));
  JWTKEEP_TRY(wishes.form, text_member(body, "form"));
  JWTKEEP_TRY(wishes.token_lifetime, text_member(body, "ttl"));
  JWTKEEP_TRY(wishes.skew, text_member(body, "skew"));
  JWTKEEP_TRY(wishes.propagation, text_member(body, "propagation"));
  JWTKEEP_TRY(wishes.sign_propagation, text_member(body, "sign_propagation"));
  JWTKEEP_TRY(wishes.rotate_every, text_member(body, "rotate_every"));
  JWTKEEP_TRY(wishes.retention, text_member(body, "retention"));
  JWTKEEP_TRY(wishes.issuer, text_member(body, "iss"));
  JWTKEEP_TRY(wishes.audience, text_member(body, "aud"));
  JWTKEEP_TRY(wishes.verifiers, verifiers_of(body));
  JWTKEEP_TRY(wishes.no_standby, flag_member(body, "no_standby"));
  JWTKEEP_TRY(auto policy, keyring::make_policy(wishes, kWords));
  return NewRing{.name = std::move(name), .policy = std::move(policy)};
}

base::Result<web::Answer> create_now(Service& service, const Call& call, const Asker& asker, const base::Json& body) {
  JWTKEEP_TRY(const auto wanted, read_new(body));
  auto& store = service.store();
  JWTKEEP_TRY(auto first, keyring::make_key(wanted.policy, store.fingerprint_key()));
  JWTKEEP_TRY(const auto made, rotate::create(store, wanted.name, wanted.policy, std::move(first),
                                              {.actor = actor_of(asker, call)}, service.options().clock()));
  // So that who asks this server next is answered by it. What cannot be read now is read by the follower.
  static_cast<void>(service.catch_up());
  auto json = keyring::shown_json(made, keyring::plan(made, made.policy, {}, call.now));
  json.set("destinations", base::Json::array());
  return document(base::write_json(json), 201).with("Location", "/v1/keyrings/" + wanted.name.text());
}

}  // namespace

web::Answer list_keyrings(Service& service, const Call& call) {
  auto asker = service.gate().enter(call.incoming);
  if (!asker) return std::move(asker).error();
  const auto limit = page_limit(call.incoming.target());
  if (!limit) return failure(limit.error());
  const auto& target = call.incoming.target();
  auto after = std::string(target.parameter("after").value_or(""));
  const auto prefix = target.parameter("prefix").value_or("");
  auto list = base::Json::array();
  std::size_t listed = 0;
  bool more = true;
  // Only those that may be read, so that a page is full all the same.
  while (more && listed < *limit) {
    const auto names = service.rings().names(prefix, after, kMostListed);
    more = names.size() == kMostListed;
    for (const auto& name : names) {
      if (listed == *limit) {
        more = true;
        break;
      }
      after = name;
      if (!asker->may(access::Verb::read, name)) continue;
      const auto ring = service.rings().find(name);
      list.push(ring ? summary(**ring, call.now)
                     : base::Json::object({{"keyring", name}, {"reason", base::word(ring.error().reason)}}));
      ++listed;
    }
  }
  auto json = base::Json::object({{"keyrings", std::move(list)}});
  json.set("after", more ? base::Json(after) : base::Json(nullptr));
  return document(base::write_json(json));
}

web::Answer show_keyring(Service& service, const Call& call) {
  auto entered = enter(service, call, access::Verb::read, 1);
  if (!entered) return std::move(entered).error();
  return document(base::write_json(shown_ring(*entered->ring, call.now)));
}

web::Answer create_keyring(Service& service, const Call& call) {
  auto& gate = service.gate();
  auto asker = gate.enter(call.incoming);
  if (!asker) return std::move(asker).error();
  const auto body =
      json_body(call.incoming, {"keyring", "alg", "form", "ttl", "skew", "propagation", "sign_propagation",
                                "rotate_every", "retention", "iss", "aud", "verifiers", "no_standby"});
  if (!body) return failure(body.error());
  const auto name = needed_text(*body, "keyring");
  if (!name) return failure(name.error());
  if (auto right = gate.may(*asker, call.incoming, access::Verb::create, *name, 1); !right) {
    return std::move(right).error();
  }
  return once(service, call, *asker, [&] { return answer_of(create_now(service, call, *asker, *body)); });
}

}  // namespace jwtkeep::server::endpoints
