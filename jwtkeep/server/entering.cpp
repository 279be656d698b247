#include "jwtkeep/server/entering.hpp"

#include <algorithm>

#include "jwtkeep/server/endpoints/failure.hpp"

namespace jwtkeep::server {

Admitted<Entered> enter(Service& service, const Call& call, access::Verb verb, double cost) {
  auto& gate = service.gate();
  auto asker = gate.enter(call.incoming);
  if (!asker) return std::unexpected(std::move(asker).error());
  const auto name = call.parameters["keyring"];
  if (auto right = gate.may(*asker, call.incoming, verb, name, cost); !right) {
    return std::unexpected(std::move(right).error());
  }
  auto ring = service.rings().find(name);
  if (!ring) return std::unexpected(endpoints::failure(ring.error()));
  return Entered{.asker = *std::move(asker), .ring = *std::move(ring)};
}

bool has_right_somewhere(const Asker& asker, access::Verb verb) {
  bool has = false;
  asker.for_each([&](const access::Principal& principal) {
    has = has || std::ranges::any_of(principal.grants, [&](const access::Grant& grant) {
            return std::ranges::find(grant.verbs, verb) != grant.verbs.end();
          });
  });
  return has;
}

std::string actor_of(const Asker& asker, const Call& call) {
  return asker.name() + "@" + call.incoming.peer().address_text;
}

}  // namespace jwtkeep::server
