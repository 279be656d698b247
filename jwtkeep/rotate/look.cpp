#include "jwtkeep/rotate/look.hpp"

#include "jwtkeep/rotate/hold.hpp"

namespace jwtkeep::rotate {
namespace {

using State = PlaceStatus::State;

base::Result<State> state_of(store::Store& store, destination::Opener& opener, const keyring::Name& name,
                             const Synced& synced, const Seen& seen) {
  JWTKEEP_TRY(const auto place, opener.open(synced.address));
  JWTKEEP_TRY(const auto standing, place->read());
  if (standing && seen) seen(synced, *standing);
  JWTKEEP_TRY(const auto held, hold(store, name, synced.role));
  JWTKEEP_TRY(const auto text, place->render(held, synced.role, synced.prefix));
  if (standing && standing->text == text) return State::in_sync;
  if (!standing && synced.digest.empty()) return State::empty;
  const auto digest = standing ? content_digest(store.fingerprint_key(), standing->text) : std::string();
  return synced.is_ours(digest) ? State::behind : State::changed;
}

}  // namespace

std::string_view word(State state) noexcept {
  switch (state) {
    case State::in_sync: return "in_sync";
    case State::behind: return "behind";
    case State::empty: return "empty";
    case State::changed: return "changed";
    case State::unreachable: return "unreachable";
  }
  return "";
}

base::Result<std::vector<PlaceStatus>> look(store::Store& store, destination::Opener& opener, const keyring::Name& name,
                                            const Seen& seen) {
  JWTKEEP_TRY(const auto destinations, store.destinations(name));
  std::vector<PlaceStatus> found;
  for (const auto& destination : destinations) {
    if (!is_synced(destination) || destination.lease_until) continue;
    JWTKEEP_TRY(const auto synced, read_synced(destination));
    PlaceStatus status{.destination = destination.id,
                       .confirmed_revision = destination.confirmed_revision(),
                       .problem = synced.problem};
    auto state = state_of(store, opener, name, synced, seen);
    status.state = state ? *state : State::unreachable;
    if (!state) status.error = std::move(state).error();
    found.push_back(std::move(status));
  }
  return found;
}

}  // namespace jwtkeep::rotate
