// The audit trail.
#include "jwtkeep/server/endpoints/endpoints.hpp"
#include "jwtkeep/server/endpoints/failure.hpp"
#include "jwtkeep/server/page.hpp"
#include "jwtkeep/store/shown_entry.hpp"

namespace jwtkeep::server::endpoints {
namespace {

using base::Json;
using base::Result;

Result<Json> read(Service& service, const web::Target& target, const std::optional<keyring::Name>& name) {
  JWTKEEP_TRY(const auto limit, page_limit(target));
  JWTKEEP_TRY(const auto after, number_parameter(target, "after", 0));
  JWTKEEP_TRY(const auto head, service.store().trail_head());
  JWTKEEP_TRY(const auto entries, service.store().trail(after, limit, name));
  auto list = Json::array();
  for (const auto& entry : entries) list.push(store::shown_json(entry));
  const bool more = entries.size() == limit;
  // The newest stand at the end: who wants those reads from a little before it on.
  return Json::object({{"entries", std::move(list)},
                       {"after", more ? Json(entries.back().sequence) : Json(nullptr)},
                       {"head", head.count}});
}

}  // namespace

web::Answer audit(Service& service, const Call& call) {
  auto& gate = service.gate();
  auto asker = gate.enter(call.incoming);
  if (!asker) return std::move(asker).error();
  const auto& target = call.incoming.target();
  std::optional<keyring::Name> name;
  if (const auto text = target.parameter("keyring")) {
    if (auto right = gate.may(*asker, call.incoming, access::Verb::audit, *text, 1); !right) {
      return std::move(right).error();
    }
    auto parsed = keyring::Name::parse(*text);
    if (!parsed) return failure(parsed.error());
    name = *std::move(parsed);
  } else if (auto right = gate.may_on_all(*asker, call.incoming, access::Verb::audit); !right) {
    return std::move(right).error();
  }
  return answer_of(read(service, target, name));
}

}  // namespace jwtkeep::server::endpoints
