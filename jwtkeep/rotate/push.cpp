#include "jwtkeep/rotate/push.hpp"

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/mac.hpp"
#include "jwtkeep/rotate/hold.hpp"

namespace jwtkeep::rotate {
namespace {

using base::Reason;
using base::Result;
using destination::Standing;

/// Somebody else may write at the same time: so often it is read and written again.
constexpr int kMostTries = 4;

/// What one place holds after a push.
struct Held {
  std::uint64_t revision = 0;
  std::string digest;
  bool written = false;
  bool drifted = false;
  bool was_empty = false;
  bool forgot_older = false;
  std::vector<std::string> notes = {};
};

/// Pushes to one place.
class PlacePush {
 public:
  PlacePush(const Pusher& pusher, const keyring::Name& name, Synced& synced)
      : pusher_(pusher), name_(name), synced_(synced) {}

  Result<Held> run(destination::Opener& opener) {
    JWTKEEP_TRY(const auto place, opener.open(synced_.address));
    for (int tries = 1;; ++tries) {
      auto held = once(*place);
      if (held) held->notes = place->take_notes();
      if (held || held.error().reason != Reason::busy || tries == kMostTries) return held;
    }
  }

 private:
  Result<Held> once(destination::Place& place) {
    // What stands there first, the keyring second: whoever writes a newer keyring in between changes what stands there,
    // and then this write is refused.
    JWTKEEP_TRY(const auto standing, place.read());
    JWTKEEP_TRY(const auto ring, hold(pusher_.store, name_, synced_.role));
    JWTKEEP_TRY(const auto text, place.render(ring, synced_.role, synced_.prefix));
    const auto& key = pusher_.store.fingerprint_key();
    Held held{.revision = ring.keyring.revision, .digest = content_digest(key, text), .was_empty = !standing};
    if (!standing || !(standing->text == text)) {
      const auto seen = standing ? content_digest(key, standing->text) : std::string();
      held.drifted = !synced_.is_ours(seen);
      JWTKEEP_CHECK(journal(held));
      const destination::Marks marks{.keyring = name_.text(), .revision = held.revision, .digest = held.digest};
      JWTKEEP_CHECK(place.write(text, marks, standing));
      JWTKEEP_TRY(const auto back, place.read());
      if (!back || !(back->text == text)) {
        return base::fail(Reason::busy, synced_.address.text() + " does not hold what was written to it just now",
                          "somebody else writes there: stop that, or give it a place of its own");
      }
      held.written = true;
    }
    if (must_forget_older(ring.keyring, synced_)) {
      JWTKEEP_CHECK(place.forget_older());
      held.forgot_older = true;
    }
    return held;
  }

  /// Durable before anything is written: after a crash the place may hold either content, and both are known as ours.
  Result<void> journal(const Held& held) {
    synced_.writing = held.digest;
    const auto id = synced_.address.text();
    return pusher_.store.change([&](store::Change& change) -> Result<void> {
      JWTKEEP_TRY(auto known, change.destinations(name_));
      const auto mine = std::ranges::find(known, id, &store::Destination::id);
      if (mine == known.end()) {
        return base::fail(Reason::not_found, id + " was removed from " + name_.text() + " meanwhile",
                          "nothing is to be done; see where it is pushed to: jwtkeep sync list");
      }
      // What it confirmed is void: its readers may have seen whatever stood there. No step goes on before it confirms.
      if (held.drifted) mine->confirmed.clear();
      write_synced(synced_, *mine);
      JWTKEEP_CHECK(change.save_destination(name_, *mine));
      return change.record({.at = pusher_.clock(),
                            .actor = pusher_.actor,
                            .action = held.drifted ? "sync.overwrite" : "sync.push",
                            .keyring = name_,
                            .detail = base::Json::object({{"destination", id}, {"revision", held.revision}})});
    });
  }

  const Pusher& pusher_;
  const keyring::Name& name_;
  Synced& synced_;
};

/// Notes in the store how it went with one place.
class Note {
 public:
  Note(const Pusher& pusher, const keyring::Name& name, std::string id, const Result<Held>& result)
      : pusher_(pusher), name_(name), id_(std::move(id)), result_(result), now_(pusher.clock()) {}

  Result<void> save(Synced synced) {
    return pusher_.store.change([&](store::Change& change) -> Result<void> {
      JWTKEEP_TRY(const auto ring, change.keyring(name_));
      JWTKEEP_TRY(auto known, change.destinations(name_));
      const auto mine = std::ranges::find(known, id_, &store::Destination::id);
      if (mine == known.end() || mine->lease_until) return {};  // removed meanwhile
      return result_ ? held(change, ring, synced, *mine) : failed(change, synced, *mine);
    });
  }

 private:
  Result<void> record(store::Change& change, std::string action, base::Json detail) {
    return change.record({.at = now_,
                          .actor = pusher_.actor,
                          .action = std::move(action),
                          .keyring = name_,
                          .detail = std::move(detail)});
  }

  Result<void> held(store::Change& change, const keyring::Keyring& ring, Synced& synced, store::Destination& mine) {
    const auto& held = *result_;
    const bool recovered = synced.problem.has_value();
    synced.digest = held.digest;
    synced.writing.clear();
    synced.problem.reset();
    if (held.forgot_older) synced.forgotten_at = now_;
    const bool first = mine.confirmed.empty();
    const bool news = first || mine.confirmed.back().revision < held.revision;
    if (news) {
      // Where nothing ever stood nobody has read anything older: nobody's view is waited for.
      const bool nobody_read = first && held.was_empty && !held.drifted && ring.revision == held.revision;
      mine.confirmed.push_back({held.revision, nobody_read ? ring.changed_at : now_});
    }
    store::forget_old_confirmations(mine, ring);
    mine.check_at = now_ + check_every(ring.policy);
    write_synced(synced, mine);
    JWTKEEP_CHECK(change.save_destination(name_, mine));
    if (!news && !held.written && !recovered && !held.forgot_older) return {};
    return record(change, "sync.confirm", base::Json::object({{"destination", id_}, {"revision", held.revision}}));
  }

  Result<void> failed(store::Change& change, Synced& synced, store::Destination& mine) {
    const auto& error = result_.error();
    const bool news = !synced.problem || synced.problem->what != error.what;
    synced.problem = Problem{.reason = std::string(base::word(error.reason)),
                             .what = error.what,
                             .since = synced.problem ? synced.problem->since : now_};
    mine.check_at = now_;
    write_synced(synced, mine);
    JWTKEEP_CHECK(change.save_destination(name_, mine));
    // A place that is down for days would fill the trail, one entry a minute.
    if (!news) return {};
    return record(change, "sync.fail",
                  base::Json::object({{"destination", id_}, {"reason", base::word(error.reason)}}));
  }

  const Pusher& pusher_;
  const keyring::Name& name_;
  std::string id_;
  const Result<Held>& result_;
  base::Instant now_;
};

PlaceReport report_of(const std::string& id, const Result<Held>& result) {
  if (!result) return {.destination = id, .outcome = PlaceReport::Outcome::failed, .error = result.error()};
  return {.destination = id,
          .outcome = result->written ? PlaceReport::Outcome::written : PlaceReport::Outcome::held,
          .drifted = result->drifted,
          .notes = result->notes};
}

}  // namespace

std::string_view word(PlaceReport::Outcome outcome) noexcept {
  switch (outcome) {
    case PlaceReport::Outcome::held: return "held";
    case PlaceReport::Outcome::written: return "written";
    case PlaceReport::Outcome::failed: return "failed";
  }
  return "";
}

bool PushReport::failed() const {
  return unreadable.has_value() ||
         std::ranges::any_of(places, [](const auto& place) { return place.outcome == PlaceReport::Outcome::failed; });
}

std::string content_digest(const base::SecretBytes& fingerprint_key, const base::SecretBytes& content) {
  base::SecretBuilder labelled;
  labelled.append(std::string_view("jwtkeep: content of a destination\n")).append(content);
  const auto tag = labelled.take().reveal(
      [&](base::ByteView bytes) { return crypto::hmac(crypto::Hash::sha256, fingerprint_key, bytes); });
  return base::hex_encode(base::ByteView(tag).first(16));
}

Result<PushReport> push(const Pusher& pusher, destination::Opener& opener, const keyring::Name& name) {
  PushReport report{.name = name, .revision = 0, .places = {}};
  JWTKEEP_TRY(const auto destinations, pusher.store.destinations(name));
  std::vector<std::pair<std::string, Synced>> places;
  for (const auto& destination : destinations) {
    // One that was removed is only waited for until its readers have forgotten it.
    if (!is_synced(destination) || destination.lease_until) continue;
    JWTKEEP_TRY(auto synced, read_synced(destination));
    places.emplace_back(destination.id, std::move(synced));
  }
  for (auto& [id, synced] : places) {
    const auto result = PlacePush(pusher, name, synced).run(opener);
    report.places.push_back(report_of(id, result));
    if (result) report.revision = result->revision;
    // At once, place by place: what one has confirmed counts from then on, however long the next one takes.
    JWTKEEP_CHECK(Note(pusher, name, id, result).save(std::move(synced)));
  }
  return report;
}

}  // namespace jwtkeep::rotate
