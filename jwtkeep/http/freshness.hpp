// How long a response may be used without asking again (RFC 9111).
#pragma once

#include <optional>
#include <string_view>

#include "jwtkeep/base/time.hpp"

namespace jwtkeep::http {

struct Response;

/// What a cache of one user reads from `Cache-Control` (RFC 9111 section 5.2.2); other directives do not concern it.
struct CacheControl {
  std::optional<base::Seconds> max_age;  ///< the smallest, where it is said twice; at most 2^31 seconds
  bool no_store = false;
  bool no_cache = false;  ///< also with field names: none of them could be left out of a key set
  bool broken = false;    ///< a `max-age` that is no number: to be taken as stale (RFC 9111 section 4.2.1)

  friend bool operator==(const CacheControl&, const CacheControl&) noexcept = default;
};

/// Reads the field's value. Directives are told apart without regard to case; a comma within quotes separates nothing;
/// what is not understood is passed over, as RFC 9111 section 5.2.3 asks.
CacheControl parse_cache_control(std::string_view value);

/// Digits alone (RFC 9111 section 1.2.2); more than 2^31 counts as 2^31. Nothing for all else.
std::optional<base::Seconds> parse_delta_seconds(std::string_view text);

/// How long the response stays fresh, from `now`, when it came: `max-age` less `Age`, or `Expires` less `Date` where
/// there is no `max-age`; 0 for `no-store` and `no-cache`, for what is malformed and for what has been stale all
/// along. Nothing when the response says nothing about it.
std::optional<base::Seconds> fresh_for(const Response& response, base::Instant now);

}  // namespace jwtkeep::http
