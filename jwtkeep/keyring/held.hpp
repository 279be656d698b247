// Since when destinations have held a revision of a keyring.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/keyring/plan.hpp"

namespace jwtkeep::keyring {

/// Since when every destination has held a revision.
struct Held {
  base::Instant since{};
  std::vector<std::string> waiting_for;  ///< those that do not hold it yet; `since` is then only a lower bound
};

/// The earliest moment from which `destination` held `revision` or later; nothing while it does not.
std::optional<base::Instant> held_since(const DestinationView& destination, std::uint64_t revision);

/// The slowest destination decides: a reader behind it may have read the old value until just before it confirmed.
Held everyone_since(const Confirmations& confirmations, std::uint64_t revision, base::Instant changed_at,
                    base::Instant now);

}  // namespace jwtkeep::keyring
