// Taking secrets out of the store for a process: for `run` and `env`.
#pragma once

#include <string>
#include <vector>

#include "jwtkeep/destination/environment.hpp"
#include "jwtkeep/store/store.hpp"

namespace jwtkeep::cli {

/// A keyring with the material that `role` needs: every verifying key's for symmetric keyrings, the active key's for a
/// signer of an asymmetric one, none for its verifiers.
base::Result<destination::Held> hold(store::Store& store, const keyring::Name& name, destination::Role role);

/// Notes in the audit trail that secrets left the store. To be called before they do.
base::Result<void> record_hand_out(store::Store& store, const std::vector<keyring::Name>& names, const std::string& how,
                                   const std::string& to);

/// Names as they were given on the command line.
base::Result<std::vector<keyring::Name>> parse_names(const std::vector<std::string>& texts);

}  // namespace jwtkeep::cli
