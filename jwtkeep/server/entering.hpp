// How endpoints find out who asks for which keyring.
#pragma once

#include <memory>

#include "jwtkeep/server/service.hpp"

namespace jwtkeep::server {

/// Somebody who may do what is asked, and the keyring.
struct Entered {
  Asker asker;
  std::shared_ptr<const ServedRing> ring;
};

/// By the path's `{keyring...}`. Who has no right learns nothing of whether there is such a keyring.
Admitted<Entered> enter(Service& service, const Call& call, access::Verb verb, double cost);

/// Of those whom the asker stands for, the first that has the verb of any keyring; null: none.
const access::Principal* holder_of(const Asker& asker, access::Verb verb);
/// Whether there is any keyring that the asker may do this to, once. Refusals: those of `Gate::may_on_all`.
Admitted<void> may_somewhere(Service& service, const Call& call, const Asker& asker, access::Verb verb);

/// For the audit trail: the principal, and where it asks from.
std::string actor_of(const Asker& asker, const Call& call);

}  // namespace jwtkeep::server
