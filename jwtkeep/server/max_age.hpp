// How long a copy of a keyring's public keys may be kept.
#pragma once

#include "jwtkeep/base/time.hpp"
#include "jwtkeep/keyring/plan.hpp"

namespace jwtkeep::server {

/// The `max-age` (RFC 9111 section 5.2.2.1) of a keyring's public keys that are handed out at `now`: P, by which the
/// plan waits for verifiers, and less before a change that is planned, down to 0, so that every copy has ended when it
/// comes. A change that has been due for `kShortest` waits for a destination, or for somebody to take it, and may come
/// at any moment: then it is `kShortest`, or P where that is shorter. Never below 0.
base::Seconds max_age(const keyring::Policy& policy, const keyring::Steps& ahead, base::Instant now) noexcept;

/// What is left of it while a change hangs in the air: short enough to count for nothing beside any P, long enough that
/// a crowd of verifiers asks once in a while only.
inline constexpr base::Seconds kShortest{5};

}  // namespace jwtkeep::server
