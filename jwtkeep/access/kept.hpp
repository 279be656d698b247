// Who may do what, as the store keeps it.
#pragma once

#include <functional>
#include <string>

#include "jwtkeep/access/access_list.hpp"
#include "jwtkeep/store/store.hpp"

namespace jwtkeep::access {

/// Nobody where nobody was ever added. Errors: those of the store, `tampered`.
base::Result<AccessList> read_access(store::Store& store);

/// What is done to the list, for the audit trail.
struct AccessChange {
  std::string actor;
  std::string action;  ///< `access.add`, `access.grant`, ...
  base::Json detail;   ///< never a token
};

/// One change of the list as it stands, with its record, in one transaction. Errors: those of `work` and of the store.
base::Result<void> change_access(store::Store& store, const AccessChange& what, base::Instant now,
                                 const std::function<base::Result<void>(AccessList&)>& work);

}  // namespace jwtkeep::access
