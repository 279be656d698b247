// What a token that was found is good for, now.
#pragma once

#include <cstdint>
#include <string_view>

#include "jwtkeep/base/time.hpp"
#include "jwtkeep/scan/finding.hpp"

namespace jwtkeep::scan {

enum class Standing : std::uint8_t {
  unknown,      ///< it has not expired, and nobody here can say whose it is
  valid,        ///< it has not expired, and a key that verifies has signed it (or is named by its kid)
  expired,      ///< whoever's it is: by its own `exp`
  retired,      ///< every key of it is retired
  compromised,  ///< every key of it is refused, and one is compromised
};

/// By what the token says and its owners' states; the skew of no verifier is reckoned with.
Standing standing(const Finding& finding, base::Instant now) noexcept;

/// One word, e.g. `valid`.
std::string_view word(Standing standing) noexcept;

/// Whether a finding belongs to a key that makes tokens valid today: pending, active or retiring.
bool is_live(const Finding& finding) noexcept;

}  // namespace jwtkeep::scan
