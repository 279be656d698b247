// Brings a keyring to the places that it is synced to, and notes which of them hold it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/destination/opener.hpp"
#include "jwtkeep/rotate/synced.hpp"
#include "jwtkeep/store/store.hpp"

namespace jwtkeep::rotate {

/// Who pushes, and by which clock.
struct Pusher {
  store::Store& store;
  std::string actor;  ///< for the audit trail
  std::function<base::Instant()> clock;
};

/// How it went with one place.
struct PlaceReport {
  enum class Outcome : std::uint8_t {
    held,     ///< the place held this revision already
    written,  ///< it was written and read back
    failed,   ///< `error` says why; the place is waited for
  };
  std::string destination;
  Outcome outcome = Outcome::held;
  bool drifted = false;                 ///< something else stood there than was left there: another hand had been at it
  std::vector<std::string> notes = {};  ///< what a person should know of it although it held
  std::optional<base::Error> error = {};
};

std::string_view word(PlaceReport::Outcome outcome) noexcept;

struct PushReport {
  keyring::Name name;
  std::uint64_t revision = 0;  ///< that was pushed; of several, the last
  std::vector<PlaceReport> places;
  std::optional<base::Error> unreadable = {};  ///< the keyring was tampered with in the store: nothing was written

  [[nodiscard]] bool failed() const;
};

/// Pushes the keyring as it stands to each of its places: reads, writes what is not there yet over what was read, reads
/// back, compares. One place after the other, since what one of them does not have must not keep the others from it.
/// Journal: "sync.push" is durable before a write, "sync.confirm" with the confirmation after it; a crash in between
/// leaves a place that the next call finds in either state. Two that push at once do no harm: a place is written only
/// over what was seen before the keyring was read, so that an older revision never takes a newer one's place.
/// Errors: those of the store alone; those of a place stand in the report and are remembered.
base::Result<PushReport> push(const Pusher& pusher, destination::Opener& opener, const keyring::Name& name);

/// 32 hex digits: the same for the same content within one store; without the store's fingerprint key it tells nothing
/// of the content.
std::string content_digest(const base::SecretBytes& fingerprint_key, const base::SecretBytes& content);

}  // namespace jwtkeep::rotate
