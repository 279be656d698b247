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

const access::Principal* holder_of(const Asker& asker, access::Verb verb) {
  const access::Principal* holder = nullptr;
  asker.for_each([&](const access::Principal& each) {
    const bool has = std::ranges::any_of(each.grants, [&](const access::Grant& grant) {
      return std::ranges::find(grant.verbs, verb) != grant.verbs.end();
    });
    if (has && holder == nullptr) holder = &each;
  });
  return holder;
}

Admitted<void> may_somewhere(Service& service, const Call& call, const Asker& asker, access::Verb verb) {
  const auto* holder = holder_of(asker, verb);
  if (holder == nullptr) return service.gate().may_on_all(asker, call.incoming, verb);
  return service.gate().take(*holder, 1);
}

std::string actor_of(const Asker& asker, const Call& call) {
  return asker.name() + "@" + call.incoming.peer().address_text;
}

}  // namespace jwtkeep::server
