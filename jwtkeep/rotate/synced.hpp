// What is remembered of a place that a keyring is pushed to.
#pragma once

#include <optional>
#include <string>

#include "jwtkeep/destination/address.hpp"
#include "jwtkeep/destination/environment.hpp"
#include "jwtkeep/keyring/keyring.hpp"
#include "jwtkeep/store/destination.hpp"

namespace jwtkeep::rotate {

/// The last attempt failed; what it said holds no secret.
struct Problem {
  std::string reason;  ///< of `base::Reason`
  std::string what;
  base::Instant since{};  ///< the first of the attempts that failed in a row
  friend bool operator==(const Problem&, const Problem&) = default;
};

/// The kind's own part of a `store::Destination`.
struct Synced {
  destination::Address address;
  destination::Role role = destination::Role::verifier;
  std::string prefix = "JWT_";   ///< of the variables' names
  std::string digest = {};       ///< of the content that was last seen there and was ours; empty: none yet
  std::string writing = {};      ///< of the content that was about to be written: a crash leaves the one or the other
  base::Instant forgotten_at{};  ///< when older versions were last made unreadable
  std::optional<Problem> problem = {};
  friend bool operator==(const Synced&, const Synced&) = default;

  /// Whether what stands there was put there by this store, as far as is known.
  [[nodiscard]] bool is_ours(std::string_view standing_digest) const noexcept {
    return standing_digest == digest || (!writing.empty() && standing_digest == writing);
  }
};

/// Whether this destination is one that is pushed to: `process` ones confirm by themselves.
bool is_synced(const store::Destination& destination) noexcept;

/// Errors: `tampered` where it is none, or an odd one.
base::Result<Synced> read_synced(const store::Destination& destination);

/// A destination that is to be pushed to at once. Its id is the address.
store::Destination new_destination(const Synced& synced, base::Instant now);

/// Puts the kind's own part into `destination`, whose other members stay.
void write_synced(const Synced& synced, store::Destination& destination);

/// Whether keys were destroyed or compromised since older versions were last made unreadable.
bool must_forget_older(const keyring::Keyring& keyring, const Synced& synced) noexcept;

/// How long what was confirmed is trusted before it is looked at again: P, between a second and an hour. A change by
/// another hand is found, and mended, within that time by whoever runs `rotate --due`.
base::Seconds check_every(const keyring::Policy& policy) noexcept;

}  // namespace jwtkeep::rotate
