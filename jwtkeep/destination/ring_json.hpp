// A whole keyring as one JSON object: what key-value places hold.
#pragma once

#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/destination/environment.hpp"

namespace jwtkeep::destination {

/// `{"JWT_ALG":"HS256","JWT_JWKS":"{...}", ...}`: the variables of the environment by name, in the order of their
/// names, compact: one value, so that no reader ever sees half of a rotation. Errors: those of `variables`.
base::Result<base::SecretBytes> ring_json(const Held& held, Role role, std::string_view prefix);

/// Any JSON object that stands in a place, in the canonical form of `ring_json`: members in the order of their names,
/// compact, text values guarded as secrets. Errors: `malformed`, `duplicate_member`, `too_large`.
base::Result<base::SecretBytes> canonical_object(const base::SecretBytes& text);
base::SecretBytes canonical_object(const base::Json& object);

/// The members as text by name, for places that keep them one by one. Errors: `malformed` where one is no text.
base::Result<std::vector<Variable>> members_of(const base::SecretBytes& canonical);

}  // namespace jwtkeep::destination
