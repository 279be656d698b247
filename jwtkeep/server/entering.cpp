#include "jwtkeep/server/entering.hpp"

#include "jwtkeep/server/endpoints/failure.hpp"

namespace jwtkeep::server {

std::optional<Entered> enter(Service& service, const Call& call, access::Verb verb, double cost,
                             std::optional<web::Answer>& refusal) {
  auto& gate = service.gate();
  auto asker = gate.enter(call.incoming, refusal);
  if (!asker) return std::nullopt;
  const auto name = call.parameters["keyring"];
  if (!gate.may(*asker, call.incoming, verb, name, cost, refusal)) return std::nullopt;
  auto ring = service.rings().find(name);
  if (ring) return Entered{.asker = *std::move(asker), .ring = *std::move(ring)};
  refusal = endpoints::failure(ring.error());
  return std::nullopt;
}

std::string actor_of(const Asker& asker, const Call& call) {
  return asker.principal->name + "@" + call.incoming.peer().address_text;
}

}  // namespace jwtkeep::server
