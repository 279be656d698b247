// When a token has to be renewed. Internal to this room.
#pragma once

#include <chrono>
#include <cstdint>

#include "jwtkeep/base/time.hpp"

namespace jwtkeep::destination {

enum class LeaseStep : std::uint8_t { use, renew, log_in };

/// How long a token is good, by the monotonic clock of this machine: a wall clock may be set in between.
struct VaultLease {
  std::chrono::steady_clock::time_point since{};  ///< before it was asked for
  base::Seconds length{0};                        ///< 0: for ever, or nobody knows
  bool renewable = false;

  /// What the token needs before it is used at `now`: nothing, a renewal in its second half, a new one at its end.
  [[nodiscard]] constexpr LeaseStep step(std::chrono::steady_clock::time_point now) const noexcept {
    if (length.count() == 0) return LeaseStep::use;
    if (now >= since + length) return LeaseStep::log_in;
    return renewable && now >= since + std::chrono::duration_cast<std::chrono::milliseconds>(length) / 2
               ? LeaseStep::renew
               : LeaseStep::use;
  }
};

}  // namespace jwtkeep::destination
