// What keyrings there are, and how they stand.
#include "jwtkeep/keyring/shown_json.hpp"
#include "jwtkeep/server/endpoints/endpoints.hpp"
#include "jwtkeep/server/endpoints/failure.hpp"
#include "jwtkeep/server/entering.hpp"
#include "jwtkeep/server/page.hpp"

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

base::Json shown_destination(const store::Destination& destination, const keyring::Keyring& ring) {
  const auto held = destination.confirmed_revision();
  return base::Json::object({{"id", destination.id},
                             {"kind", destination.kind},
                             {"confirmed_revision", held},
                             {"in_sync", base::Json(held >= ring.revision)}});
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
  const auto& ring = *entered->ring;
  auto json = keyring::shown_json(ring.ring(), ring.ahead(call.now));
  auto destinations = base::Json::array();
  for (const auto& each : ring.destinations()) destinations.push(shown_destination(each, ring.ring()));
  json.set("destinations", std::move(destinations));
  return document(base::write_json(json));
}

}  // namespace jwtkeep::server::endpoints
