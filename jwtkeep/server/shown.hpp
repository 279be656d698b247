// Keyrings and their destinations as the server shows them.
#pragma once

#include <string>
#include <string_view>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/server/served_ring.hpp"

namespace jwtkeep::server {

/// How a destination is called in a path: 16 hex digits of its address's SHA-256, since an address has slashes.
std::string destination_id(std::string_view address);

/// One destination, as the store remembers it. Holds nothing secret.
base::Json shown_destination(const store::Destination& destination, const keyring::Keyring& ring);
/// All of them.
base::Json shown_destinations(const ServedRing& ring);

/// A keyring with its keys, what comes next and where it is synced to.
base::Json shown_ring(const ServedRing& ring, base::Instant now);

}  // namespace jwtkeep::server
