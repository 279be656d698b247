// Finds a secret in what stands in a place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/destination/address.hpp"
#include "jwtkeep/destination/variable.hpp"

namespace jwtkeep::destination {

/// A secret as somebody else keeps it.
struct FoundSecret {
  base::SecretBytes text;
  std::string kid;   ///< what stands beside it, where jwtkeep or somebody like it wrote it; empty where nothing does
  std::string alg;   ///< the same
  std::string form;  ///< the same: `text` or `bytes`
};

/// The secret in the canonical content of a place. `field` names the variable or member; where it is empty: the one
/// that is called `JWT_SECRET`, or the only one whose name ends in `SECRET` or `PRIVATE_KEY`, or the only one that
/// there is, or the whole content where it has no parts. Errors: `not_found` with the names that there are (never a
/// value), `bad_value` for a place of public keys.
base::Result<FoundSecret> secret_in(PlaceKind kind, const base::SecretBytes& content, std::string_view field);

/// All texts by their names, as `secret_in` sees them; one without a name where the content has no parts.
std::vector<Variable> parts_of(PlaceKind kind, const base::SecretBytes& content);

}  // namespace jwtkeep::destination
