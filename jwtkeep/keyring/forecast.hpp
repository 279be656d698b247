// What lies ahead of a keyring if every destination answers and nothing is compromised: for `rotate --dry-run`.
#pragma once

#include <vector>

#include "jwtkeep/keyring/plan.hpp"

namespace jwtkeep::keyring {

/// A step and the moment at which it would be taken.
struct Foreseen {
  Step step;
  base::Instant at{};
};

/// The keyring's future, and how it would stand at the end of it.
struct Forecast {
  std::vector<Foreseen> steps;
  Keyring end;
};

/// Plays `plan` forward from `now`: what is due then, and all until the keys that have signed by now are retired, at
/// most `most_steps` steps. `by_hand`: the first activation comes as soon as it is safe rather than when the policy
/// wants it. Keys that do not exist yet are called `next-1`, `next-2` ... Destinations that have not confirmed are
/// taken to do so at once.
Forecast forecast(const Keyring& keyring, const Confirmations& confirmations, base::Instant now, bool by_hand,
                  std::size_t most_steps = 64);

}  // namespace jwtkeep::keyring
