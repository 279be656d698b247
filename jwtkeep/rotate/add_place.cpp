#include "jwtkeep/rotate/add_place.hpp"

#include <algorithm>

#include "jwtkeep/rotate/hold.hpp"

namespace jwtkeep::rotate {
namespace {

using base::fail;
using base::Reason;
using base::Result;

/// The digest of what stands there already; empty where nothing does.
Result<std::string> standing_digest(const Pusher& pusher, destination::Opener& opener, const keyring::Name& name,
                                    const NewPlace& wish) {
  JWTKEEP_TRY(const auto place, opener.open(wish.address));
  JWTKEEP_TRY(const auto held, hold(pusher.store, name, wish.role));
  JWTKEEP_TRY(const auto text, place->render(held, wish.role, wish.prefix));
  JWTKEEP_TRY(const auto standing, place->read());
  if (!standing) return std::string();
  if (!(standing->text == text) && !wish.replace) {
    return fail(Reason::already_exists, "something else stands at " + wish.address.text() + " already",
                "adopt it (jwtkeep import), give another place, or add --replace to overwrite it");
  }
  return content_digest(pusher.store.fingerprint_key(), standing->text);
}

}  // namespace

Result<PushReport> add_place(const Pusher& pusher, destination::Opener& opener, const keyring::Name& name,
                             const NewPlace& wish) {
  Synced synced{.address = wish.address, .role = wish.role, .prefix = wish.prefix};
  JWTKEEP_TRY(synced.digest, standing_digest(pusher, opener, name, wish));
  const auto now = pusher.clock();
  synced.forgotten_at = now;
  const auto destination = new_destination(synced, now);
  JWTKEEP_CHECK(pusher.store.change([&](store::Change& change) -> Result<void> {
    JWTKEEP_TRY(const auto known, change.destinations(name));
    const auto same = std::ranges::find(known, destination.id, &store::Destination::id);
    if (same != known.end() && !same->lease_until) {
      return fail(Reason::already_exists, destination.id + " is joined to " + name.text() + " already",
                  "push to it: jwtkeep sync push " + name.text());
    }
    JWTKEEP_CHECK(change.save_destination(name, destination));
    return change.record({.at = now,
                          .actor = pusher.actor,
                          .action = "sync.add",
                          .keyring = name,
                          .detail = base::Json::object({{"destination", destination.id}})});
  }));
  return push(pusher, opener, name);
}

Result<void> remove_place(const Pusher& pusher, const keyring::Name& name, const std::string& id) {
  const auto now = pusher.clock();
  return pusher.store.change([&](store::Change& change) -> Result<void> {
    JWTKEEP_TRY(const auto ring, change.keyring(name));
    JWTKEEP_TRY(const auto known, change.destinations(name));
    const auto mine = std::ranges::find(known, id, &store::Destination::id);
    if (mine == known.end() || !is_synced(*mine) || mine->lease_until) {
      return fail(Reason::not_found, name.text() + " is not synced to " + id,
                  "see where it is: jwtkeep sync list " + name.text());
    }
    JWTKEEP_CHECK(change.record({.at = now,
                                 .actor = pusher.actor,
                                 .action = "sync.remove",
                                 .keyring = name,
                                 .detail = base::Json::object({{"destination", id}})}));
    if (!mine->confirmed.empty() && mine->confirmed.back().revision >= ring.revision) {
      return change.remove_destination(name, id);
    }
    // Its readers may have seen an older keyring until now: that moment goes on counting for a while.
    auto departed = *mine;
    departed.lease_until = now;
    return change.save_destination(name, departed);
  });
}

}  // namespace jwtkeep::rotate
