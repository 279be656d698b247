#include "tests/simulation/simulation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <queue>
#include <random>
#include <unordered_map>
#include <vector>

#include "jwtkeep/keyring/life.hpp"

namespace jwtkeep::keyring::simulation {
namespace {

using base::Instant;
using Micros = std::chrono::microseconds;

/// Real time, which nobody in the simulated world can see.
using Real = std::int64_t;  // microseconds

constexpr Real kSecond = 1'000'000;
constexpr Real kStart = 1'000'000 * kSecond;
constexpr std::uint64_t kRotationsAWorld = 25;

using View = std::shared_ptr<const Keyring>;

/// A place that is written by keepers and read by issuers and verifiers; remembers what it held when.
struct Place {
  bool up = true;
  std::deque<std::pair<Real, View>> history;

  [[nodiscard]] const Keyring& at(Real when) const {
    for (auto it = history.rbegin(); it != history.rend(); ++it) {
      if (it->first <= when) return *it->second;
    }
    return *history.front().second;
  }
  /// Since when this place has held `kid` as retired or compromised; nothing while it does not.
  void write(Real now, View view, Real keep) {
    history.emplace_back(now, std::move(view));
    while (history.size() > 2 && history[1].first < now - keep) history.pop_front();
  }
};

struct Token {
  std::string kid;
  Instant expires_at;  // in the issuer's clock; whole microseconds rather than seconds, which is the harder case
};

struct Event {
  enum class Kind { keeper, issue, issue_stale, check, toggle, compromise } kind;
  std::size_t who = 0;
  Real staleness = 0;
  Token token = {};
};

class World {
 public:
  World(std::uint64_t seed, const Settings& settings, Outcome& outcome)
      : random_(seed), seed_(seed), settings_(settings), outcome_(outcome) {
    draw_policy();
    draw_fleet();
  }

  void run() {
    const auto target = outcome_.rotations + kRotationsAWorld;
    std::uint64_t idle = 0;
    auto seen = outcome_.rotations;
    while (outcome_.rotations < target && outcome_.first_failure.empty()) {
      if (events_.empty()) break;
      const auto next = events_.begin();
      now_ = next->first;
      Event event = std::move(next->second);
      events_.erase(next);
      handle(event);
      idle = outcome_.rotations == seen ? idle + 1 : 0;
      seen = outcome_.rotations;
      if (idle > 20'000) {
        ++outcome_.stuck;
        fail("the keyring ceased to rotate");
      }
    }
  }

 private:
  std::int64_t pick(std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random_);
  }
  bool chance(int percent) { return pick(1, 100) <= percent; }
  /// Either end of a range more often than its middle: that is where rules break.
  Real extreme(Real low, Real high) {
    const auto roll = pick(1, 10);
    if (roll <= 4) return low;
    return roll <= 8 ? high : pick(low, high);
  }
  Real clock_offset() { return extreme(0, skew_); }
  static Instant instant(Real real) { return Instant{Micros{real}}; }

  void draw_policy() {
    const auto seconds = [this](std::int64_t most) { return base::Seconds{chance(15) ? 0 : pick(1, most)}; };
    policy_.token_lifetime = base::Seconds{pick(1, 3600)};
    policy_.skew = seconds(120);
    policy_.propagation = seconds(1800);
    policy_.sign_propagation = seconds(900);
    policy_.rotate_every = publish_to_active(policy_) + base::Seconds{pick(1, 7200)};
    policy_.retention = seconds(3600);
    policy_.standby = chance(70);
    const auto real = [](base::Seconds s) { return Micros{s}.count(); };
    lifetime_ = real(policy_.token_lifetime);
    skew_ = real(policy_.skew);
    verify_lag_ = real(policy_.propagation);
    sign_lag_ = real(policy_.sign_propagation);
  }

  void draw_fleet() {
    now_ = kStart;
    auto name = Name::parse("sim/world");
    Key first;
    first.kid = next_kid();
    const auto keepers = pick(1, 3);
    for (std::int64_t i = 0; i < keepers; ++i) keeper_clocks_.push_back(clock_offset());
    const auto places = pick(0, 3);
    keyring_ = std::make_shared<const Keyring>(begin(*name, policy_, first, instant(now_ + keeper_clocks_.front())));
    for (std::int64_t i = 0; i < std::max<std::int64_t>(places, 1); ++i) {
      Place place;
      place.write(now_, keyring_, 0);
      places_.push_back(std::move(place));
      // Without a destination everybody reads the store itself: one place that is written in the same step.
      if (places > 0) confirmed_.push_back({fmt::format("place-{}", i), {{keyring_->revision, keyring_->changed_at}}});
    }
    reads_store_ = places == 0;
    for (std::size_t i = 0; i < keeper_clocks_.size(); ++i) wake_keeper(i, now_ + pick(0, kSecond));
    schedule_faults();
    schedule(now_ + pick(0, 60 * kSecond), {.kind = Event::Kind::issue});
  }

  void schedule_faults() {
    if (settings_.faults && !reads_store_) {
      for (std::size_t i = 0; i < places_.size(); ++i) schedule_toggle(i);
    }
    if (settings_.compromises && chance(50)) schedule_compromise();
  }
  void schedule_toggle(std::size_t place) {
    const Real period = Micros{policy_.rotate_every}.count();
    const Real after = places_[place].up ? pick(0, 6 * period) : pick(0, period);
    schedule(now_ + after, {.kind = Event::Kind::toggle, .who = place});
  }
  void schedule_compromise() {
    const Real period = Micros{policy_.rotate_every}.count();
    schedule(now_ + pick(0, 10 * period), {.kind = Event::Kind::compromise});
  }
  void schedule(Real when, Event event) { events_.emplace(std::max(when, now_), std::move(event)); }
  void wake_keeper(std::size_t keeper, Real when) { schedule(when, {.kind = Event::Kind::keeper, .who = keeper}); }

  void handle(const Event& event) {
    switch (event.kind) {
      case Event::Kind::keeper: keep(event.who); break;
      case Event::Kind::issue:
        issue(extreme(0, sign_lag_));
        schedule(now_ + pick(1, Micros{policy_.rotate_every}.count() / 2 + 1), {.kind = Event::Kind::issue});
        break;
      case Event::Kind::issue_stale: issue(sign_lag_); break;
      case Event::Kind::check: check(event); break;
      case Event::Kind::toggle: toggle(event.who); break;
      case Event::Kind::compromise: compromise_one(); break;
    }
  }

  // ---- the keeper: what `rotate` does, cut short anywhere

  /// True when the keeper dies here.
  bool dies() {
    if (!settings_.faults || !chance(3)) return false;
    ++outcome_.kills;
    return true;
  }

  void keep(std::size_t keeper) {
    const bool by_hand = chance(40);  // `rotate KEYRING` rather than `rotate --due`
    if (push(keeper)) {
      for (int guard = 0; guard < 16; ++guard) {
        const Instant keeper_now = instant(now_ + keeper_clocks_[keeper]);
        const auto steps = settings_.planner(*keyring_, policy_, confirmed_, keeper_now);
        const auto due = std::ranges::find_if(steps, [&](const Step& step) {
          return step.due(keeper_now) || (by_hand && step.kind != Step::Kind::destroy && step.safe(keeper_now));
        });
        if (due == steps.end()) break;
        if (dies()) break;
        carry_out(*due, keeper_now);
        if (dies() || !push(keeper)) break;
      }
    }
    plan_wakes();
  }

  void carry_out(const Step& step, Instant keeper_now) {
    Key fresh;
    if (step.kind == Step::Kind::publish) fresh.kid = next_kid();
    auto next = apply(*keyring_, step, keeper_now, &fresh);
    if (!next) {
      fail("a planned step does not fit: " + next.error().what);
      return;
    }
    if (step.kind == Step::Kind::activate) {
      ++outcome_.rotations;
      if (step.emergency) unripe_.insert_or_assign(step.kid, now_ + Real{0});
    }
    // Destroyed keys have no further part; dropping them keeps long runs quick.
    std::erase_if(next->keys, [](const Key& key) { return key.destroyed_at.has_value(); });
    keyring_ = std::make_shared<const Keyring>(std::move(*next));
    if (reads_store_) {
      places_.front().write(now_, keyring_, verify_lag_ + sign_lag_);
      provoke();
    }
  }

  /// Writes the keyring to every destination that answers, and journals the read-back. False when the keeper dies.
  bool push(std::size_t keeper) {
    if (reads_store_) return true;
    for (std::size_t i = 0; i < places_.size(); ++i) {
      auto& place = places_[i];
      auto& confirmed = confirmed_[i].confirmed;
      if (!place.up || confirmed.back().revision >= keyring_->revision) continue;
      if (place.history.back().second != keyring_) {
        place.write(now_, keyring_, verify_lag_ + sign_lag_);
        provoke();
      }
      if (dies()) return false;  // written, but the confirmation is lost: the next keeper reads back and confirms
      confirmed.push_back({keyring_->revision, instant(now_ + keeper_clocks_[keeper])});
      if (confirmed.size() > 24) confirmed.erase(confirmed.begin());
      if (dies()) return false;
    }
    return true;
  }

  /// Every keeper looks again at the first moment its own clock calls the next step due.
  void plan_wakes() {
    for (std::size_t i = 0; i < keeper_clocks_.size(); ++i) {
      const Instant keeper_now = instant(now_ + keeper_clocks_[i]);
      Real wake = now_ + Micros{policy_.rotate_every}.count();
      bool blocked = false;
      for (const auto& step : settings_.planner(*keyring_, policy_, confirmed_, keeper_now)) {
        blocked = blocked || !step.waiting_for.empty();
        const Instant at = chance(40) ? step.safe_at : std::max(step.safe_at, step.wanted_at);
        if (at > keeper_now) wake = std::min(wake, now_ + (at - keeper_now).count());
      }
      if (blocked) wake = std::min(wake, now_ + pick(1, 120 * kSecond));
      if (wake < planned_wake_[i] || planned_wake_[i] <= now_) {
        planned_wake_[i] = wake;
        wake_keeper(i, wake);
      }
    }
  }

  // ---- issuers and verifiers

  /// A change has just become visible: the moments that the rules are about.
  void provoke() {
    issue(0);
    if (sign_lag_ > 0) schedule(now_ + sign_lag_ - 1, {.kind = Event::Kind::issue_stale});
    if (chance(50)) issue(sign_lag_);
  }

  void issue(Real staleness) {
    const auto& place = places_[static_cast<std::size_t>(pick(0, static_cast<std::int64_t>(places_.size()) - 1))];
    const auto key = signer(place.at(now_ - staleness));
    if (!key) return;  // between a compromise and the promotion: no token at all
    const Real lifetime = chance(80) ? lifetime_ : pick(1, lifetime_);
    Token token{(*key)->kid, instant(now_ + clock_offset() + lifetime)};
    ++outcome_.tokens;
    schedule_check(token, now_);
    if (chance(50)) schedule_check(token, now_ + pick(0, lifetime));
    schedule_check(token, -1);
  }

  void schedule_check(const Token& token, Real when) {
    const Real verifier_clock = clock_offset();
    // -1: the last microsecond at which this verifier calls it valid.
    const Real last = token.expires_at.time_since_epoch().count() - verifier_clock - 1;
    Event event{.kind = Event::Kind::check,
                .who = static_cast<std::size_t>(pick(0, static_cast<std::int64_t>(places_.size()) - 1)),
                .staleness = verifier_clock,
                .token = token};
    schedule(when < 0 ? last : when, std::move(event));
  }

  void check(const Event& event) {
    const Instant verifier_now = instant(now_ + event.staleness);  // here: the verifier's clock offset
    if (event.token.expires_at <= verifier_now) return;            // expired by its own clock: not a valid token
    ++outcome_.checks;
    const auto& place = places_[event.who];
    const Real stale = extreme(0, verify_lag_);
    const auto& view = place.at(now_ - stale);
    const auto key = verifier(view, event.token.kid, verifier_now);
    const bool compromised = compromised_.contains(event.token.kid);
    if (!key && !compromised) {
      if (excused(event.token.kid)) {
        ++outcome_.excused;
        return;
      }
      ++outcome_.refused;
      fail(fmt::format("a valid token was refused: {} ({})", key.error().what, base::word(key.error().reason)));
    }
    if (key && over_since(place, event.token.kid) < now_ - verify_lag_) {
      ++outcome_.late;
      fail("a token was accepted more than P after its key's end");
    }
  }

  /// Since when a place has held a key as retired or compromised, or the end of time.
  static Real over_since(const Place& place, const std::string& kid) {
    Real since = std::numeric_limits<Real>::max();
    for (auto it = place.history.rbegin(); it != place.history.rend(); ++it) {
      const auto* key = it->second->find(kid);
      if (key != nullptr && verifies(key->state)) break;
      since = it->first;
    }
    return since;
  }

  /// An emergency had no key that all verifiers knew: until each place has held it for P, refusals are its price.
  bool excused(const std::string& kid) const {
    if (!unripe_.contains(kid)) return false;
    return std::ranges::any_of(places_,
                               [&](const Place& place) { return place.at(now_ - verify_lag_).find(kid) == nullptr; });
  }

  // ---- misfortune

  void toggle(std::size_t which) {
    auto& place = places_[which];
    place.up = !place.up;
    if (!place.up) ++outcome_.outages;
    if (place.up)
      wake_keeper(static_cast<std::size_t>(pick(0, static_cast<std::int64_t>(keeper_clocks_.size()) - 1)),
                  now_ + pick(0, kSecond));
    schedule_toggle(which);
  }

  void compromise_one() {
    std::vector<std::string> kids;
    for (const auto* key : verifying_keys(*keyring_)) kids.push_back(key->kid);
    if (kids.empty()) {  // the last one was given up a moment ago, and its keeper died before making another
      schedule_compromise();
      return;
    }
    const auto kid = chance(60) && keyring_->active() != nullptr
                         ? keyring_->active()->kid
                         : kids[static_cast<std::size_t>(pick(0, static_cast<std::int64_t>(kids.size()) - 1))];
    const auto keeper = static_cast<std::size_t>(pick(0, static_cast<std::int64_t>(keeper_clocks_.size()) - 1));
    auto next = compromise(*keyring_, kid, instant(now_ + keeper_clocks_[keeper]));
    if (!next) {
      fail("a compromise was refused: " + next.error().what);
      return;
    }
    ++outcome_.compromises;
    compromised_.emplace(kid, now_);
    keyring_ = std::make_shared<const Keyring>(std::move(*next));
    if (reads_store_) places_.front().write(now_, keyring_, verify_lag_ + sign_lag_);
    keep(keeper);
    schedule_compromise();
  }

  void fail(const std::string& what) {
    if (!outcome_.first_failure.empty()) return;
    outcome_.first_failure = fmt::format(
        "{}\n  world seed {}, {:.6f} s after its start; T {} S {} P {} Q {} rotate-every {} standby {}, {} keepers, {} "
        "destinations",
        what, seed_, static_cast<double>(now_ - kStart) / kSecond, base::format_duration(policy_.token_lifetime),
        base::format_duration(policy_.skew), base::format_duration(policy_.propagation),
        base::format_duration(policy_.sign_propagation), base::format_duration(policy_.rotate_every), policy_.standby,
        keeper_clocks_.size(), reads_store_ ? 0 : places_.size());
  }

  std::string next_kid() { return fmt::format("k{}", ++kids_); }

  std::mt19937_64 random_;
  std::uint64_t seed_;
  const Settings& settings_;
  Outcome& outcome_;
  Policy policy_;
  Real lifetime_ = 0, skew_ = 0, verify_lag_ = 0, sign_lag_ = 0;
  Real now_ = 0;
  std::uint64_t kids_ = 0;
  bool reads_store_ = false;
  View keyring_;
  std::vector<Place> places_;
  Confirmations confirmed_;  // of each place; of none where everybody reads the store
  std::vector<Real> keeper_clocks_;
  std::map<std::size_t, Real> planned_wake_;
  std::multimap<Real, Event> events_;
  std::unordered_map<std::string, Real> unripe_;
  std::unordered_map<std::string, Real> compromised_;
};

}  // namespace

Outcome run(const Settings& settings) {
  Outcome outcome;
  std::seed_seq sequence{settings.seed};
  std::mt19937_64 seeds(settings.seed * 0x9e3779b97f4a7c15ULL + 1);
  while (outcome.rotations < settings.rotations && outcome.first_failure.empty()) {
    ++outcome.worlds;
    World(seeds(), settings, outcome).run();
  }
  return outcome;
}

}  // namespace jwtkeep::keyring::simulation
