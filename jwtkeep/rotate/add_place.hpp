// Joins a place to a keyring, and parts them.
#pragma once

#include "jwtkeep/rotate/push.hpp"

namespace jwtkeep::rotate {

struct NewPlace {
  destination::Address address;
  destination::Role role = destination::Role::verifier;
  std::string prefix = "JWT_";
  bool replace = false;  ///< what stands there and is not this keyring may be overwritten
};

/// Joins the place and pushes to it. It is read first: what stands there already is not lost unasked.
/// Errors: `already_exists` (it is joined, or something else stands there), those of the place while nothing is joined
/// yet, and those of the store.
base::Result<PushReport> add_place(const Pusher& pusher, destination::Opener& opener, const keyring::Name& name,
                                   const NewPlace& place);

/// Parts them: it is written no more, and its readers are waited for until they can have forgotten what they read. What
/// stands there is left there. Errors: `not_found`, with the places that there are.
base::Result<void> remove_place(const Pusher& pusher, const keyring::Name& name, const std::string& id);

}  // namespace jwtkeep::rotate
