// What is wrong, as far as it is for who asks.
#include <algorithm>

#include "jwtkeep/doctor/graph.hpp"
#include "jwtkeep/server/endpoints/endpoints.hpp"
#include "jwtkeep/server/endpoints/failure.hpp"
#include "jwtkeep/server/entering.hpp"
#include "jwtkeep/server/page.hpp"

namespace jwtkeep::server::endpoints {
namespace {

using base::Json;
using jwtkeep::doctor::Finding;
using jwtkeep::doctor::Group;

/// Those groups that a keyring of that name is in; all where there is no name.
std::vector<Group> groups_of(const std::vector<Group>& groups, std::string_view keyring) {
  std::vector<Group> found;
  std::ranges::copy_if(groups, std::back_inserter(found), [&](const Group& group) {
    return keyring.empty() ||
           std::ranges::any_of(group.holders, [&](const auto& holder) { return holder.keyring.text() == keyring; });
  });
  return found;
}

Json shown(const Service& service, const Examined& examined, const Asker& asker, std::string_view keyring) {
  const auto may_read = [&](std::string_view name) { return asker.may(access::Verb::read, name).has_value(); };
  const auto visible = [&](const keyring::Name& name) { return may_read(name.text()); };
  const auto groups = groups_of(examined.report.sharing, keyring);
  std::vector<Finding> findings;
  for (const auto& finding : examined.report.findings) {
    // What is shared is told anew below: it names two keyrings, of which one may not be for this reader.
    if (!jwtkeep::doctor::is_sharing(finding.rule) && may_read(finding.keyring)) findings.push_back(finding);
  }
  std::ranges::move(jwtkeep::doctor::findings(groups, visible), std::back_inserter(findings));
  std::erase_if(findings, [&](const Finding& finding) {
    return !keyring.empty() && finding.keyring != keyring && finding.with != keyring;
  });
  jwtkeep::doctor::sort_worst_first(findings);
  auto list = Json::array();
  for (const auto& finding : findings) list.push(jwtkeep::doctor::to_json(finding));
  std::size_t keyrings = 1;
  if (keyring.empty()) {
    const auto names = service.rings().names({}, {}, service.rings().size());
    keyrings = static_cast<std::size_t>(std::ranges::count_if(names, may_read));
  }
  return Json::object({{"examined_at", base::format_instant(examined.at)},
                       {"keyrings", std::uint64_t{keyrings}},
                       {"findings", std::move(list)},
                       {"sharing", jwtkeep::doctor::sharing_json(groups, visible)}});
}

}  // namespace

web::Answer doctor(Service& service, const Call& call) {
  auto& gate = service.gate();
  auto asker = gate.enter(call.incoming);
  if (!asker) return std::move(asker).error();
  const auto& target = call.incoming.target();
  const auto keyring = target.parameter("keyring").value_or("");
  const auto destinations = flag_parameter(target, "destinations", true);
  if (!destinations) return failure(destinations.error());
  if (!keyring.empty()) {
    if (auto right = gate.may(*asker, call.incoming, access::Verb::read, keyring, 1); !right) {
      return std::move(right).error();
    }
    if (const auto ring = service.rings().find(keyring); !ring && ring.error().reason == base::Reason::not_found) {
      return failure(ring.error());
    }
    // To examine all is work, and for who may see nothing of it for nobody.
  } else if (auto right = may_somewhere(service, call, *asker, access::Verb::read); !right) {
    return std::move(right).error();
  }
  const auto examined =
      service.examination().find(service.store(), service.options().opener, *destinations, service.options().clock());
  if (!examined) return failure(examined.error());
  return document(base::write_json(shown(service, **examined, *asker, keyring)));
}

}  // namespace jwtkeep::server::endpoints
