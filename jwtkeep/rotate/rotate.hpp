// Carries out what `plan` asks for: on one keyring, on all that are due, and at once after a compromise.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/keyring/life.hpp"
#include "jwtkeep/keyring/plan.hpp"
#include "jwtkeep/store/store.hpp"

namespace jwtkeep::rotate {

/// What to do to one keyring.
struct Request {
  keyring::Name name;
  std::string actor;  ///< who asks, for the audit trail
  /// The next key signs as soon as that is safe, before the policy would want it.
  bool by_hand = false;
  /// With `by_hand`: the kid that was active when the caller decided. When another one is active by now, somebody else
  /// has rotated meanwhile, and the caller's wish is fulfilled already.
  std::optional<std::string> seen_active = {};
  /// Mark this key as compromised first.
  std::optional<std::string> compromised = {};
};

/// What was done.
struct Report {
  keyring::Keyring keyring;          ///< as it stands now
  std::vector<keyring::Step> taken;  ///< in order; a published key's kid is filled in
  keyring::Steps ahead;              ///< what `plan` says next
  bool overtaken = false;            ///< somebody else rotated while we were about to
};

/// Takes every step that is due (and, by hand, the safe activation), each planned again inside the transaction that
/// carries it out, so that two callers at once rotate once. Journal: "rotate.begin" is durable before the first change,
/// "rotate.done" stands in the same transaction as the last one; a crash in between leaves a keyring that the next call
/// takes further. Errors: those of the store, `not_found`, `key_unknown` and `bad_value` for the compromised kid.
base::Result<Report> rotate(store::Store& store, const Request& request, base::Instant now);

/// A keyring whose rows somebody has tampered with: it is left as it is.
struct Unreadable {
  std::optional<keyring::Name> name;  ///< nothing for a row in the list of what is due that names no keyring
  base::Error error;
};

/// How a run over all due keyrings went.
struct DueReport {
  std::size_t keyrings = 0;  ///< looked at
  std::size_t changed = 0;   ///< of them, with at least one step taken
  std::size_t steps = 0;
  std::vector<std::pair<keyring::Name, std::vector<std::string>>> held;  ///< waiting for these destinations
  std::vector<Unreadable> unreadable;
  std::vector<keyring::Name> left;  ///< with places that are pushed to, where these were to be left
};

/// What a run over all due keyrings does with those that have places which are pushed to.
enum class WithPlaces : std::uint8_t {
  rotate,  ///< as with all others: what the places have confirmed so far counts
  leave,   ///< names them in `DueReport::left`: the caller asks the places first
};

/// Told after every batch: keyrings looked at so far.
using Progress = std::function<void(const DueReport&)>;

/// Rotates every keyring of which a step is due at `now`, some hundreds in each durable transaction. Safe to run on
/// many machines at once. One that was tampered with is named in the report and keeps no other
/// one from its rotation: else whoever can write one row could stop them all.
base::Result<DueReport> rotate_due(store::Store& store, const std::string& actor, base::Instant now,
                                   const Progress& progress = {}, WithPlaces with_places = WithPlaces::rotate);

}  // namespace jwtkeep::rotate
