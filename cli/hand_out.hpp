// What `run` and `env` have in common: whose secrets leave the store, and that the audit trail knows.
#pragma once

#include <string>
#include <vector>

#include "jwtkeep/store/store.hpp"

namespace jwtkeep::cli {

/// Notes in the audit trail that secrets left the store. To be called before they do.
base::Result<void> record_hand_out(store::Store& store, const std::vector<keyring::Name>& names, const std::string& how,
                                   const std::string& to);

/// Names as they were given on the command line.
base::Result<std::vector<keyring::Name>> parse_names(const std::vector<std::string>& texts);

}  // namespace jwtkeep::cli
