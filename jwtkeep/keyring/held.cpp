#include "jwtkeep/keyring/held.hpp"

#include <algorithm>

namespace jwtkeep::keyring {

using base::Instant;

std::optional<Instant> held_since(const DestinationView& destination, std::uint64_t revision) {
  std::optional<Instant> since;
  for (const auto& confirmation : destination.confirmed) {
    if (confirmation.revision >= revision && (!since || confirmation.at < *since)) since = confirmation.at;
  }
  return since;
}

Held everyone_since(const Confirmations& confirmations, std::uint64_t revision, Instant changed_at, Instant now) {
  Held held{changed_at, {}};
  for (const auto& destination : confirmations) {
    const auto since = held_since(destination, revision);
    if (!since) held.waiting_for.push_back(destination.destination);
    held.since = std::max(held.since, since.value_or(now));
  }
  return held;
}

}  // namespace jwtkeep::keyring
