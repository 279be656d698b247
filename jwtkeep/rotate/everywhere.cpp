#include "jwtkeep/rotate/everywhere.hpp"

#include <algorithm>
#include <map>

namespace jwtkeep::rotate {
namespace {

using base::Result;

/// Each round takes at least one step; a keyring in which so many are due at once gets the rest the next time.
constexpr int kMostRounds = 8;

/// What happened in an earlier round is told as well: that a place was written, and that another hand had been at it.
void merge(PushReport& into, PushReport latest) {
  for (auto& place : latest.places) {
    const auto before = std::ranges::find(into.places, place.destination, &PlaceReport::destination);
    if (before == into.places.end()) continue;
    place.drifted = place.drifted || before->drifted;
    for (const auto& note : before->notes) {
      if (std::ranges::find(place.notes, note) == place.notes.end()) place.notes.push_back(note);
    }
    if (place.outcome == PlaceReport::Outcome::held && before->outcome == PlaceReport::Outcome::written) {
      place.outcome = PlaceReport::Outcome::written;
    }
  }
  into = std::move(latest);
}

void note_held(const Report& report, base::Instant now, DueReport& due) {
  const auto held = std::ranges::find_if(report.ahead, [&](const keyring::Step& step) { return step.held(now); });
  if (held != report.ahead.end()) due.held.emplace_back(report.keyring.name, held->waiting_for);
}

}  // namespace

Result<EverywhereReport> rotate_everywhere(const Pusher& pusher, const Request& request, destination::Opener& opener) {
  PushReport pushed{.name = request.name, .revision = 0, .places = {}};
  if (!request.compromised) {
    JWTKEEP_TRY(pushed, push(pusher, opener, request.name));
  }
  JWTKEEP_TRY(auto rotation, rotate(pusher.store, request, pusher.clock()));
  const Request due{.name = request.name, .actor = request.actor};
  bool took = !rotation.taken.empty() || request.compromised.has_value();
  for (int round = 0; took && round < kMostRounds; ++round) {
    JWTKEEP_TRY(auto latest, push(pusher, opener, request.name));
    merge(pushed, std::move(latest));
    JWTKEEP_TRY(auto next, rotate(pusher.store, due, pusher.clock()));
    took = !next.taken.empty();
    next.taken.insert(next.taken.begin(), rotation.taken.begin(), rotation.taken.end());
    next.overtaken = rotation.overtaken;
    rotation = std::move(next);
  }
  return EverywhereReport{.rotation = std::move(rotation), .pushed = std::move(pushed)};
}

Result<DueEverywhereReport> rotate_due_everywhere(const Pusher& pusher, const PushOptions& options,
                                                  const Progress& progress) {
  JWTKEEP_TRY(auto due, rotate_due(pusher.store, pusher.actor, pusher.clock(), progress, WithPlaces::leave));
  DueEverywhereReport report{.due = std::move(due), .pushed = {}};
  auto names = report.due.left;
  std::map<keyring::Name, std::size_t> at;
  for (int round = 0; !names.empty() && round < kMostRounds; ++round) {
    JWTKEEP_TRY(auto latest, push_many(pusher, names, options));
    names.clear();
    for (auto& one : latest) {
      if (one.unreadable) {
        report.due.unreadable.push_back({.name = one.name, .error = *std::move(one.unreadable)});
        continue;
      }
      JWTKEEP_TRY(const auto rotation, rotate(pusher.store, {.name = one.name, .actor = pusher.actor}, pusher.clock()));
      if (!rotation.taken.empty()) {
        names.push_back(one.name);
        report.due.steps += rotation.taken.size();
        if (round == 0) ++report.due.changed;
      } else {
        note_held(rotation, pusher.clock(), report.due);
      }
      const auto [known, fresh] = at.emplace(one.name, report.pushed.size());
      if (fresh) {
        report.pushed.push_back(std::move(one));
      } else {
        merge(report.pushed[known->second], std::move(one));
      }
    }
  }
  return report;
}

}  // namespace jwtkeep::rotate
