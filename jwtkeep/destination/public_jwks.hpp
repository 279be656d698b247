// The keys of a keyring that everybody may know.
#pragma once

#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/keyring/keyring.hpp"

namespace jwtkeep::destination {

/// Every key that still verifies, active first, then pending, then retiring: one line of JSON (RFC 7517 section 5) with
/// public members only. For asymmetric keyrings. Errors: those of the keys themselves.
base::Result<std::string> public_jwks(const keyring::Keyring& keyring);

}  // namespace jwtkeep::destination
