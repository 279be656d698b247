// Instants and durations, and their text. Nothing here asks a clock: `now` always comes in from outside.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "jwtkeep/base/result.hpp"

namespace jwtkeep::base {

/// A point in time, UTC, in microseconds: finer than the seconds of JWT so that no rounding eats a safety margin.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;
using Seconds = std::chrono::seconds;

/// Seconds since 1970 from which on no time is taken (the year 10000): RFC 3339 cannot write it.
inline constexpr double kYear10000 = 253402300800.0;

/// The longest duration that is taken anywhere: 100 years. Sums of a few of them stay far from overflow.
inline constexpr Seconds kLongestDuration = std::chrono::hours{24 * 36525};

/// Reads `15m`, `30d`, `1h30m`, `0s`: whole numbers with the units w, d, h, m, s, each at most once, largest first.
/// A bare number is refused with a hint, because nobody knows its unit. Errors: `bad_value`.
Result<Seconds> parse_duration(std::string_view text);
/// The same; an error begins with `name`, e.g. `--ttl`, which says what the duration was given for.
Result<Seconds> parse_duration_of(std::string_view name, std::string_view text);

/// The shortest exact text that `parse_duration` takes, e.g. `1h30m`, `0s`. Negative values get a leading `-`.
std::string format_duration(Seconds duration);

/// For people: the two largest units, e.g. `3d4h`, `12m5s`, `0.4s` below ten seconds.
std::string describe_duration(std::chrono::microseconds duration);

/// RFC 3339 in UTC with a fraction only where there is one: `2026-01-31T09:30:00.25Z`.
std::string format_instant(Instant instant);

/// `2026-01-31 09:30:00` (UTC, cut to the second): for tables.
std::string describe_instant(Instant instant);

/// Reads what `format_instant` writes, with any UTC offset (RFC 3339 section 5.6), years 1970 to 9999.
/// Errors: `bad_value`.
Result<Instant> parse_instant(std::string_view text);

}  // namespace jwtkeep::base
