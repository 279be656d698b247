#include "jwtkeep/rotate/rotate.hpp"

#include <algorithm>
#include <map>
#include <random>

#include "jwtkeep/keyring/material.hpp"
#include "jwtkeep/rotate/synced.hpp"

namespace jwtkeep::rotate {
namespace {

using base::Instant;
using base::Result;
using keyring::Keyring;
using keyring::KeyWithMaterial;
using keyring::Step;

constexpr std::size_t kBatch = 200;     // keyrings in one transaction of `rotate --due`
constexpr std::size_t kPage = 10'000;   // due ones that are listed at once
constexpr int kMostStepsAtOnce = 1000;  // a plan that never comes to rest would be a defect, not a reason to hang

/// What one actor wants done to one keyring.
struct Wish {
  std::string actor;
  bool by_hand = false;
  std::optional<std::string> seen_active;
  std::optional<std::string> compromised;
};

bool wanted(const Step& step, const Wish& wish, Instant now) {
  return step.due(now) || (wish.by_hand && step.kind == Step::Kind::activate && step.safe(now));
}

store::TrailEvent event(const Wish& wish, const keyring::Name& name, std::string action, base::Json detail,
                        Instant now) {
  return {.at = now, .actor = wish.actor, .action = std::move(action), .keyring = name, .detail = std::move(detail)};
}

base::Json step_detail(const Step& step, const Keyring& before) {
  auto detail = base::Json::object({{"kid", step.kid}});
  if (step.kind == Step::Kind::activate) {
    if (const auto* active = before.active()) detail.set("supersedes", active->kid);
    if (step.emergency) detail.set("emergency", true);
  }
  return detail;
}

/// Works on one keyring inside one transaction.
class Worker {
 public:
  Worker(store::Change& change, const base::SecretBytes& fingerprint_key, Wish wish, Instant now)
      : change_(change), fingerprint_key_(fingerprint_key), wish_(std::move(wish)), now_(now) {}

  /// What the caller prepared outside the transaction, because making it takes long (RSA).
  void bring(std::optional<KeyWithMaterial> ready) { ready_ = std::move(ready); }
  std::optional<KeyWithMaterial> take_back() { return std::exchange(ready_, std::nullopt); }

  /// Plans and carries out on `report.keyring`, which was loaded in this transaction. True when a slow key has to be
  /// made first, outside.
  Result<bool> run(Report& report) {
    auto& ring = report.keyring;
    const auto name = ring.name;
    JWTKEEP_TRY(const auto destinations, change_.destinations(name));
    for (const auto& destination : destinations) {
      if (store::is_forgotten(destination, ring, now_)) JWTKEEP_CHECK(change_.remove_destination(name, destination.id));
    }
    confirmations_ = store::confirmations(destinations, now_);
    notice_others(ring, report);
    const auto steps_before = report.taken.size();
    const auto revision_before = ring.revision;
    JWTKEEP_CHECK(mark_compromised(ring));
    bool needs_key = false;
    for (int i = 0; i < kMostStepsAtOnce && !needs_key; ++i) {
      const auto steps = keyring::plan(ring, ring.policy, confirmations_, now_);
      const auto next = std::ranges::find_if(steps, [&](const Step& step) { return wanted(step, wish_, now_); });
      if (next == steps.end()) break;
      JWTKEEP_TRY(needs_key, take(ring, *next, report));
    }
    if (!needs_key) {
      // Also when somebody else was faster and nothing was left to do: what was begun is ended.
      JWTKEEP_CHECK(record(name, "rotate.done",
                           base::Json::object({{"steps", static_cast<std::int64_t>(report.taken.size() - steps_before)},
                                               {"revision", ring.revision}})));
    }
    if (ring.revision != revision_before) {
      JWTKEEP_CHECK(change_.save(ring, std::move(fresh_)));
      fresh_.clear();
    }
    report.ahead = keyring::plan(ring, ring.policy, confirmations_, now_);
    return needs_key;
  }

 private:
  Result<void> record(const keyring::Name& name, std::string action, base::Json detail) {
    return change_.record(event(wish_, name, std::move(action), std::move(detail), now_));
  }

  void notice_others(const Keyring& ring, Report& report) {
    const auto* active = ring.active();
    if (!wish_.by_hand || !wish_.seen_active || active == nullptr || active->kid == *wish_.seen_active) return;
    report.overtaken = true;
    wish_.by_hand = false;
  }

  Result<void> mark_compromised(Keyring& ring) {
    if (!wish_.compromised) return {};
    JWTKEEP_TRY(ring, keyring::compromise(ring, *wish_.compromised, now_));
    JWTKEEP_CHECK(record(ring.name, "key.compromise", base::Json::object({{"kid", *wish_.compromised}})));
    wish_.compromised.reset();
    return {};
  }

  /// Carries out one step. True when it is a `publish` whose key is not there yet.
  Result<bool> take(Keyring& ring, Step step, Report& report) {
    std::optional<KeyWithMaterial> made;
    if (step.kind == Step::Kind::publish) {
      made = std::exchange(ready_, std::nullopt);
      if (!made && !jose::is_symmetric(ring.policy.alg)) return true;
      if (!made) {
        JWTKEEP_TRY(made, keyring::make_key(ring.policy, fingerprint_key_));
      }
      step.kid = made->key.kid;
    }
    const auto detail = step_detail(step, ring);
    JWTKEEP_TRY(ring, keyring::apply(ring, step, now_, made ? &made->key : nullptr));
    // One wish is one rotation, also where P + S is nothing and the next key could sign at once.
    if (step.kind == Step::Kind::activate) wish_.by_hand = false;
    JWTKEEP_CHECK(record(ring.name, "key." + std::string(keyring::word(step.kind)), detail));
    if (made) {
      made->key = *ring.find(step.kid);
      fresh_.push_back(std::move(*made));
    }
    // A later step of the same run may move a key that is not in the store yet.
    for (auto& fresh : fresh_) fresh.key = *ring.find(fresh.key.kid);
    report.taken.push_back(std::move(step));
    return false;
  }

  store::Change& change_;
  const base::SecretBytes& fingerprint_key_;
  Wish wish_;
  Instant now_;
  keyring::Confirmations confirmations_;
  std::optional<KeyWithMaterial> ready_;
  std::vector<KeyWithMaterial> fresh_;
};

/// What a look at a keyring shows; nothing is written to find out.
struct Look {
  Keyring ring;
  keyring::Steps ahead = {};
  bool work = false;    ///< something would be done
  bool places = false;  ///< there are some that are pushed to
};

/// Each step seals a key anew. Who could not open one of them would begin in vain: with a line in the journal each
/// time, and with all that is done in the same transaction.
Result<void> check_seals(store::Reading& reading, const Keyring& ring) {
  for (const auto& key : ring.keys) {
    if (!key.destroyed_at) JWTKEEP_CHECK(reading.material(ring, key));
  }
  return {};
}

Result<Look> look_at(store::Store& store, const keyring::Name& name, const Wish& wish, Instant now) {
  std::optional<Look> look;
  JWTKEEP_CHECK(store.read([&](store::Reading& reading) -> Result<void> {
    JWTKEEP_TRY(auto whole, reading.whole(name));
    look.emplace(std::move(whole.keyring));
    const auto& ring = look->ring;
    look->places =
        std::ranges::any_of(whole.destinations, [](const auto& one) { return is_synced(one) && !one.lease_until; });
    look->ahead = keyring::plan(ring, ring.policy, store::confirmations(whole.destinations, now), now);
    look->work =
        wish.compromised || std::ranges::any_of(look->ahead, [&](const Step& step) { return wanted(step, wish, now); });
    return look->work ? check_seals(reading, ring) : Result<void>{};
  }));
  return *std::move(look);
}

/// A report with nothing in it yet.
Report empty_report(Keyring ring) { return {.keyring = std::move(ring), .taken = {}, .ahead = {}}; }

base::Json begin_detail(const Wish& wish) {
  auto detail = base::Json::object({{"why", wish.compromised ? "compromise" : wish.by_hand ? "by hand" : "due"}});
  if (wish.compromised) detail.set("kid", *wish.compromised);
  return detail;
}

}  // namespace

Result<Report> rotate(store::Store& store, const Request& request, Instant now) {
  Wish wish{request.actor, request.by_hand, request.seen_active, request.compromised};
  JWTKEEP_TRY(auto look, look_at(store, request.name, wish, now));
  if (wish.compromised) JWTKEEP_CHECK(keyring::compromise(look.ring, *wish.compromised, now));
  Report report = empty_report(std::move(look.ring));
  if (!look.work) {
    report.ahead = std::move(look.ahead);
    const auto* active = report.keyring.active();
    report.overtaken = wish.by_hand && wish.seen_active && active != nullptr && active->kid != *wish.seen_active;
    return report;
  }
  JWTKEEP_CHECK(store.change([&](store::Change& change) {
    return change.record(event(wish, request.name, "rotate.begin", begin_detail(wish), now));
  }));
  std::optional<KeyWithMaterial> ready;
  for (bool needs_key = true; needs_key;) {
    JWTKEEP_CHECK(store.change([&](store::Change& change) -> Result<void> {
      Worker worker(change, store.fingerprint_key(), wish, now);
      worker.bring(std::move(ready));
      JWTKEEP_TRY(report.keyring, change.keyring(request.name));
      JWTKEEP_TRY(needs_key, worker.run(report));
      ready = worker.take_back();
      return {};
    }));
    // What the first transaction did must not be done twice.
    wish.compromised.reset();
    if (std::ranges::any_of(report.taken, [](const Step& step) { return step.kind == Step::Kind::activate; })) {
      wish.by_hand = false;
    }
    if (needs_key) {
      JWTKEEP_TRY(ready, keyring::make_key(report.keyring.policy, store.fingerprint_key()));
    }
  }
  return report;
}

namespace {

/// Which destinations alone keep a keyring from its next step, if any.
void note_held(const keyring::Name& name, const keyring::Steps& ahead, Instant now, DueReport& report) {
  const auto held = std::ranges::find_if(ahead, [&](const Step& step) { return step.held(now); });
  if (held != ahead.end()) report.held.emplace_back(name, held->waiting_for);
}

/// The keyrings of a batch that have something to do: those that fit in one transaction, and those whose new key takes
/// long to make.
struct Sorted {
  std::vector<keyring::Name> quick;
  std::vector<keyring::Name> slow;
};

/// What was tampered with is told and left; every other error ends the run.
Result<void> tell_unreadable(std::optional<keyring::Name> name, base::Error error, DueReport& report) {
  // Keyrings do not go: a row that names one which is not there was written by another hand.
  if (error.reason == base::Reason::not_found) error.reason = base::Reason::tampered;
  if (error.reason != base::Reason::tampered) return std::unexpected(std::move(error));
  report.unreadable.push_back({.name = std::move(name), .error = std::move(error)});
  return {};
}

Result<void> sort_one(store::Store& store, const keyring::Name& name, const Wish& wish, Instant now,
                      WithPlaces with_places, DueReport& report, Sorted& sorted) {
  JWTKEEP_TRY(const auto look, look_at(store, name, wish, now));
  if (look.places && with_places == WithPlaces::leave) {
    report.left.push_back(name);
  } else if (!look.work) {
    note_held(name, look.ahead, now, report);
  } else {
    (jose::is_symmetric(look.ring.policy.alg) ? sorted.quick : sorted.slow).push_back(name);
  }
  return {};
}

Result<Sorted> sort_batch(store::Store& store, const std::vector<store::DueKeyring>& batch, const Wish& wish,
                          Instant now, WithPlaces with_places, DueReport& report) {
  Sorted sorted;
  for (const auto& due : batch) {
    if (!due.name) {
      JWTKEEP_CHECK(tell_unreadable({}, due.name.error(), report));
      continue;
    }
    auto done = sort_one(store, *due.name, wish, now, with_places, report, sorted);
    if (!done) JWTKEEP_CHECK(tell_unreadable(*due.name, std::move(done).error(), report));
  }
  return sorted;
}

/// Two transactions for many keyrings: first the journal, then the work.
Result<void> rotate_quick(store::Store& store, const std::vector<keyring::Name>& names, const Wish& wish, Instant now,
                          DueReport& report) {
  if (names.empty()) return {};
  JWTKEEP_CHECK(store.change([&](store::Change& change) -> Result<void> {
    for (const auto& name : names) {
      JWTKEEP_CHECK(change.record(event(wish, name, "rotate.begin", begin_detail(wish), now)));
    }
    return {};
  }));
  DueReport done = report;
  JWTKEEP_CHECK(store.change([&](store::Change& change) -> Result<void> {
    done = report;
    for (const auto& name : names) {
      JWTKEEP_TRY(auto ring, change.keyring(name));
      Report one = empty_report(std::move(ring));
      Worker worker(change, store.fingerprint_key(), wish, now);
      JWTKEEP_CHECK(worker.run(one));
      done.steps += one.taken.size();
      done.changed += one.taken.empty() ? 0 : 1;
      note_held(name, one.ahead, now, done);
    }
    return {};
  }));
  report = std::move(done);
  return {};
}

/// A part of the list of due keyrings: what stands behind `after`, up to `last`.
struct Part {
  std::string after;
  std::string last;
};

/// The list in parts of one batch each, in an order of this keeper's own: of several that start at once, as cron has it
/// on many machines, each begins elsewhere, and what another has done meanwhile is due no more when its part comes.
Result<std::vector<Part>> due_parts(store::Store& store, Instant now) {
  std::vector<Part> parts;
  std::string after;
  while (true) {
    JWTKEEP_TRY(const auto page, store.due(now, kPage, after));
    if (page.empty()) break;
    for (std::size_t i = 0; i < page.size(); i += kBatch) {
      const auto& last = page[std::min(i + kBatch, page.size()) - 1].position;
      parts.push_back({.after = after, .last = last});
      after = last;
    }
  }
  std::ranges::shuffle(parts, std::minstd_rand(std::random_device{}()));
  return parts;
}

Result<std::vector<store::DueKeyring>> still_due(store::Store& store, Instant now, const Part& part) {
  JWTKEEP_TRY(auto batch, store.due(now, kBatch, part.after));
  std::erase_if(batch, [&](const auto& due) { return due.position > part.last; });
  return batch;
}

}  // namespace

Result<DueReport> rotate_due(store::Store& store, const std::string& actor, Instant now, const Progress& progress,
                             WithPlaces with_places) {
  DueReport report;
  const Wish wish{actor, false, {}, {}};
  JWTKEEP_TRY(const auto parts, due_parts(store, now));
  for (const auto& part : parts) {
    JWTKEEP_TRY(const auto batch, still_due(store, now, part));
    JWTKEEP_TRY(const auto sorted, sort_batch(store, batch, wish, now, with_places, report));
    JWTKEEP_CHECK(rotate_quick(store, sorted.quick, wish, now, report));
    for (const auto& name : sorted.slow) {
      JWTKEEP_TRY(const auto one, rotate(store, {.name = name, .actor = actor}, now));
      report.steps += one.taken.size();
      report.changed += one.taken.empty() ? 0 : 1;
      note_held(name, one.ahead, now, report);
    }
    report.keyrings += batch.size();
    if (progress) progress(report);
  }
  return report;
}

}  // namespace jwtkeep::rotate
