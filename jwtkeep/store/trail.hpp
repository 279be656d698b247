// The audit trail: who did what when, in a chain that cannot be edited unseen.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/keyring/name.hpp"

namespace jwtkeep::store {

/// One thing that was done, or is about to be done.
struct TrailEvent {
  base::Instant at{};
  std::string actor;                     ///< who: a user and host, a service; for people
  std::string action;                    ///< one word or a dotted one, e.g. `rotate.activate`
  std::optional<keyring::Name> keyring;  ///< what it was done to; nothing: the store itself
  base::Json detail;                     ///< null, a text or an object: kid, step, outcome; never a secret
  friend bool operator==(const TrailEvent&, const TrailEvent&) = default;
};

/// An event as it stands in the chain.
struct TrailEntry {
  std::uint64_t sequence = 0;  ///< 1 for the first, without gaps
  TrailEvent event;
  base::Bytes hash;  ///< 32 bytes: HMAC-SHA-256 over the hash before and this event, under the store's trail key
};

/// The newest end of the trail. Noted somewhere else, it shows later that nothing up to it was changed, not even by
/// putting an old copy of the whole store in place.
struct TrailHead {
  std::uint64_t count = 0;  ///< the sequence number of the newest entry; 0 for an empty trail
  base::Bytes hash;         ///< 32 bytes: that entry's hash
  friend bool operator==(const TrailHead&, const TrailHead&) = default;
};

/// `COUNT:HASH`, the hash as 64 hex digits.
std::string format_head(const TrailHead& head);
/// Reads what `format_head` writes. Errors: `bad_value`.
base::Result<TrailHead> parse_head(std::string_view text);

}  // namespace jwtkeep::store
