// What the store remembers of a destination.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/keyring/plan.hpp"

namespace jwtkeep::store {

/// A destination that a keyring is synced to, as the store remembers it.
struct Destination {
  std::string id;                                ///< unique within the keyring, e.g. `dotenv:/srv/orders/.env`
  std::string kind;                              ///< `process`, `dotenv`, ...
  base::Json details;                            ///< for people: host, process id, path
  std::optional<base::Instant> lease_until;      ///< gone when this has passed; nothing: until it is removed
  std::vector<keyring::Confirmation> confirmed;  ///< ascending revisions
  friend bool operator==(const Destination&, const Destination&) = default;
};

/// The destinations as `plan` wants them. One whose lease has passed is waited for no longer, but its readers may have
/// seen an older keyring until that moment: it counts as having held everything from then on.
keyring::Confirmations confirmations(const std::vector<Destination>& destinations, base::Instant now);

/// Drops confirmations that no step of `keyring` can depend on any more, so that a long-lived destination stays small.
void forget_old_confirmations(Destination& destination, const keyring::Keyring& keyring);

/// Whether a destination that is gone no longer matters to any step of `keyring`.
bool is_forgotten(const Destination& destination, const keyring::Keyring& keyring, base::Instant now);

std::string write_destination(const Destination& destination);
/// Errors: `tampered`.
base::Result<Destination> read_destination(std::string place, std::string_view text);

/// A lower bound on when a step of this keyring may become due, whatever its destinations do: a destination that has
/// yet to confirm, or whose lease may end, can only make it later. Nothing when nothing lies ahead.
std::optional<base::Instant> earliest_due(const keyring::Keyring& keyring,
                                          const std::vector<Destination>& destinations);

}  // namespace jwtkeep::store
