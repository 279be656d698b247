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
  base::Json details;                            ///< what its kind keeps: host and process id; role and digest
  std::optional<base::Instant> lease_until;      ///< gone when this has passed; nothing: until it is removed
  std::vector<keyring::Confirmation> confirmed;  ///< ascending revisions
  /// When it is to be written or looked at again at the latest; nothing for one that confirms by itself.
  std::optional<base::Instant> check_at = {};

  /// The newest revision that it has confirmed; 0: none.
  [[nodiscard]] std::uint64_t confirmed_revision() const noexcept {
    return confirmed.empty() ? 0 : confirmed.back().revision;
  }
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

/// Whether somebody has to write the keyring there: it does not confirm by itself, and has yet to hold this revision.
bool awaits_push(const Destination& destination, const keyring::Keyring& keyring) noexcept;

/// A lower bound on when there is work on this keyring: a step that may become due, whatever its destinations do (one
/// that has yet to confirm, or whose lease may end, can only make it later), or a destination that is to be written or
/// looked at. Nothing when nothing lies ahead.
std::optional<base::Instant> earliest_due(const keyring::Keyring& keyring,
                                          const std::vector<Destination>& destinations);

}  // namespace jwtkeep::store
