// When each keyring has to be looked at again, kept in the order of time.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/time.hpp"
#include "jwtkeep/keyring/name.hpp"
#include "jwtkeep/store/backend.hpp"

namespace jwtkeep::store {

/// A keyring that `rotate --due` has to look at.
struct DueKeyring {
  std::string position;  ///< where it stands in the order of due times: the cursor for the next page
  /// `tampered` where the row names none: somebody else has written it, and the others are due all the same.
  base::Result<keyring::Name> name;
};

std::string due_key(base::Instant at, const keyring::Name& name);
base::Result<std::vector<DueKeyring>> due_page(Transaction& transaction, base::Instant now, std::size_t limit,
                                               std::string_view after);

}  // namespace jwtkeep::store
