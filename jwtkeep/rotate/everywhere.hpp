// A rotation that reaches every place: the keyring's steps in the store, and their confirmation by each place.
#pragma once

#include <vector>

#include "jwtkeep/rotate/push_many.hpp"
#include "jwtkeep/rotate/rotate.hpp"

namespace jwtkeep::rotate {

/// What was done, in the store and in the places.
struct EverywhereReport {
  Report rotation;
  PushReport pushed;  ///< each place as it was left
};

/// `rotate`, with the keyring's places asked before and written after, as often as a confirmation lets another step be
/// taken. A compromised key is marked before any place is asked: nothing must put that off.
/// Errors: those of `rotate`; what a place has said stands in the report, and holds the rotation at its last safe
/// state.
base::Result<EverywhereReport> rotate_everywhere(const Pusher& pusher, const Request& request,
                                                 destination::Opener& opener);

struct DueEverywhereReport {
  DueReport due;
  std::vector<PushReport> pushed;  ///< one for each keyring with places, each place as it was left
};

/// `rotate_due` for all keyrings, then the same for those with places. Safe to run on many machines at once.
base::Result<DueEverywhereReport> rotate_due_everywhere(const Pusher& pusher, const PushOptions& options,
                                                        const Progress& progress = {});

}  // namespace jwtkeep::rotate
