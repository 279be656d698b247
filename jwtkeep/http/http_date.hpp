// Dates in headers (RFC 9110 section 5.6.7).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/time.hpp"

namespace jwtkeep::http {

/// Reads `Sun, 06 Nov 1994 08:49:37 GMT` and the two obsolete forms that a reader still has to take:
/// `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`. Years 1970 to 9999; a leap second counts as the
/// second before it. A two-digit year is the one nearest to `now` that is not more than 50 years ahead.
/// The day of the week has to be one; whether it is the date's is not checked. Nothing for all else.
std::optional<base::Instant> parse_http_date(std::string_view text, base::Instant now);

/// The form that is written (IMF-fixdate), cut to the second; years 0 to 9999.
std::string format_http_date(base::Instant instant);

}  // namespace jwtkeep::http
