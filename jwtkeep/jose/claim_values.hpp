// Claims read as what RFC 7519 says they are. Internal to this room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"

namespace jwtkeep::jose {

/// A NumericDate in seconds; nothing when the claim is not there. Errors: `malformed`, also for
/// one outside 0 to the year 9999.
base::Result<std::optional<double>> numeric_date(const base::Json& claims, std::string_view name);

/// An instant as a NumericDate.
inline double seconds_of(base::Instant at) noexcept { return static_cast<double>(at.time_since_epoch().count()) / 1e6; }

/// An `aud` (RFC 7519 section 4.1.3): a string, or an array of them. Errors: `malformed`.
base::Result<std::vector<std::string>> audiences_of(const base::Json& claim);

/// A claim that is a string; nothing when it is not there. Errors: `malformed`.
base::Result<std::optional<std::string>> text_claim(const base::Json& claims, std::string_view name);

/// The same for one that has to be there, and not be empty. Errors: `missing_claim`, `malformed`.
base::Result<std::string> needed_text(const base::Json& claims, std::string_view name);

}  // namespace jwtkeep::jose
