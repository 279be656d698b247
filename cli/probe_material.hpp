// What a probe's forgeries are made of, from the options.
#pragma once

#include <string>
#include <vector>

#include "cli/claims_options.hpp"
#include "cli/key_source.hpp"
#include "cli/session.hpp"
#include "jwtkeep/probe/material.hpp"

namespace jwtkeep::cli {

struct MaterialOptions {
  std::string token;
  std::string keyring;
  KeySource source;  ///< the key that signs, where there is no keyring
  std::string alg;
  ClaimsOptions claims;  ///< of the good token, where it is signed here
  std::string jwks;
  std::vector<std::string> public_keys;
};

void add_material_options(Arguments& app, MaterialOptions& options);

/// The good token, given or signed here, and all that the options tell of its verifier; `own` and `listener` are left
/// empty. Of keyrings in the store only the named one signs, and those of the same service in other environments, and
/// what they sign lives five minutes. Errors: `bad_value`, those of the store and of the files.
base::Result<probe::Material> gather_material(const MaterialOptions& options, Session& session);

}  // namespace jwtkeep::cli
