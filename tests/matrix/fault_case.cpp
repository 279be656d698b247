#include "tests/matrix/fault_case.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "jwtkeep/destination/secret_in.hpp"
#include "jwtkeep/rotate/add_place.hpp"
#include "jwtkeep/rotate/everywhere.hpp"
#include "jwtkeep/rotate/look.hpp"
#include "jwtkeep/store/due.hpp"
#include "tests/matrix/front.hpp"
#include "tests/matrix/readers.hpp"
#include "tests/unit/destination/surroundings_with.hpp"
#include "tests/unit/rotate/made_store.hpp"

namespace jwtkeep::matrix {
namespace {

using namespace std::chrono_literals;
using keyring::Step;

constexpr auto kTick = 30s;
constexpr int kMostTicks = 60;
/// How often a keeper comes by while a fault lasts.
constexpr int kRunsUnderFault = 2;
/// Real time; a server under test on a busy machine answers within it.
constexpr auto kTimeout = 1500ms;

keyring::Policy policy(bool is_public) {
  keyring::Policy policy;
  if (is_public) policy.alg = jose::Alg::ES256;
  policy.token_lifetime = 120s;
  policy.skew = 5s;
  policy.propagation = 60s;
  policy.sign_propagation = 60s;
  policy.rotate_every = 100s;
  policy.retention = 60s;
  return policy;
}

class Run {
 public:
  explicit Run(const FaultCase& which)
      : which_(which),
        policy_(policy(std::ranges::any_of(which.sites, [](const auto* site) { return site->is_public(); }))),
        name_(*keyring::Name::parse(fmt::format("case{}/prod", which.number))),
        readers_(policy_, which.sites.size()) {}

  Outcome run() {
    begin();
    for (int tick = 0; tick < kMostTicks && outcome_.failures.empty() && !(ended() && mended_); ++tick, now_ += kTick) {
      readers_.look(now_);
      if (which_.fault && !begun_ && about_to_be_taken()) befall();
      keep();
      if (begun_ && !mended_ && ++runs_under_fault_ >= kRunsUnderFault) mend();
    }
    if (outcome_.failures.empty()) {
      if (which_.fault && !mended_) fail("the step was never about to be taken");
      if (!ended()) fail("the rotation came to no end");
      expect_same_everywhere();
    }
    for (const auto& sentence : readers_.refused()) fail(sentence);
    outcome_.verifications = readers_.verifications();
    outcome_.seconds =
        static_cast<std::size_t>(std::chrono::duration_cast<std::chrono::seconds>(now_ - kBegin).count());
    return std::move(outcome_);
  }

 private:
  static constexpr base::Instant kBegin{std::chrono::seconds{1'800'000'000}};

  void fail(std::string sentence) {
    outcome_.failures.push_back(fmt::format("{}, {} s on: {}", which_.title(), (now_ - kBegin) / 1s, sentence));
  }

  /// For what is not under test here: without it nothing goes on.
  template <class T>
  bool held(const base::Result<T>& result) {
    if (!result) fail(result.error().what);
    return result.has_value();
  }

  std::unique_ptr<destination::Opener> opener() const {
    destination::Pairs variables;
    destination::Pairs files;
    for (const auto* site : which_.sites) {
      for (auto& each : site->variables()) variables.push_back(std::move(each));
      for (auto& each : site->files()) files.push_back(std::move(each));
    }
    // A keeper is a process of its own: what it has learnt of a server ends with it.
    return std::make_unique<destination::Opener>(destination::surroundings_with(std::move(variables), std::move(files)),
                                                 std::make_shared<destination::Paces>(0, kTimeout));
  }
  [[nodiscard]] rotate::Pusher pusher() {
    return {.store = *store_, .actor = "keeper", .clock = [this] { return now_; }};
  }

  void begin() {
    auto made = rotate::memory_store(now_);
    if (!held(made)) return;
    store_ = *std::move(made);
    const auto ring = rotate::add_keyring(*store_, name_, policy_, now_);
    if (!held(ring)) return;
    first_kid_ = ring->keys.front().kid;
    if (!victim().server().empty()) front_ = std::make_unique<Front>(victim());
    around_ = opener();
    const auto at = opener();
    for (auto* site : which_.sites) {
      site->prepare(place());
      const auto through = site == &victim() && front_ ? front_->url() : std::string();
      held(rotate::add_place(pusher(), *at, name_, {.address = site->address(place(), through)}));
    }
    read();
  }

  [[nodiscard]] Site& victim() const { return *which_.sites.front(); }
  [[nodiscard]] std::string place() const { return fmt::format("matrix-{}", which_.number); }

  bool about_to_be_taken() {
    const auto ring = store_->keyring(name_);
    const auto destinations = store_->destinations(name_);
    if (!held(ring) || !held(destinations)) return false;
    const auto steps = keyring::plan(*ring, ring->policy, store::confirmations(*destinations, now_), now_);
    return std::ranges::any_of(steps, [&](const Step& step) { return step.kind == which_.step && step.due(now_); });
  }

  void befall() {
    begun_ = true;
    if (front_ && !is_a_moment(*which_.fault)) {
      front_->befall(victim(), *which_.fault, which_.from_the_first_write);
    } else {
      victim().befall(place(), *which_.fault);
    }
    read();
    readers_.look(now_);
    if (is_a_moment(*which_.fault)) mend();
  }

  void mend() {
    mended_ = true;
    if (front_) {
      front_->mend();
    } else if (!is_a_moment(*which_.fault)) {
      victim().mend(place());
    }
    read();
    readers_.look(now_);
    keep();
    expect_same_everywhere();
  }

  /// `rotate --due`, once.
  void keep() {
    const auto report = rotate::rotate_due_everywhere(pusher(), {.threads = 1, .opener = [this] { return opener(); }});
    held(report);
    read_after(report ? report->pushed : std::vector<rotate::PushReport>{});
    readers_.look(now_);
  }

  void read() {
    for (std::size_t i = 0; i < which_.sites.size(); ++i) read_place(i);
    see_who_signs();
  }

  /// Nobody but the keeper writes beside the fault: what he left alone there needs no second look.
  void read_after(const std::vector<rotate::PushReport>& pushed) {
    for (std::size_t i = 0; i < which_.sites.size(); ++i) {
      const auto id = which_.sites[i]->address(place(), "").text();
      const bool touched = std::ranges::any_of(pushed, [&](const auto& report) {
        return std::ranges::any_of(report.places, [&](const auto& place) {
          return place.destination == id && place.outcome != rotate::PlaceReport::Outcome::held;
        });
      });
      if (i == 0 || touched) read_place(i);
    }
    see_who_signs();
  }

  /// What stands in a place, asked around the fault.
  void read_place(std::size_t i) {
    const auto address = which_.sites[i]->address(place(), "");
    const auto opened = around_->open(address);
    if (!held(opened)) return;
    const auto standing = (*opened)->read();
    // A file that cannot be read now is read by nobody.
    std::optional<base::SecretBytes> content;
    if (standing && *standing) content = (*standing)->text.clone();
    readers_.read(i, view_of(address.kind, content, now_));
  }

  void see_who_signs() {
    const auto ring = store_->keyring(name_);
    if (held(ring) && !jose::is_symmetric(policy_.alg) && ring->active() != nullptr) {
      readers_.store_signs(ring->active()->kid);
    }
  }

  void expect_same_everywhere() {
    const auto at = opener();
    const auto found = rotate::look(*store_, *at, name_);
    if (!held(found)) return;
    for (const auto& status : *found) {
      if (status.state != rotate::PlaceStatus::State::in_sync) {
        fail(fmt::format("{} is {}{}", status.destination, rotate::word(status.state),
                         status.error ? ": " + status.error->what : ""));
      }
      if (status.problem) fail(fmt::format("{} has still a problem: {}", status.destination, status.problem->what));
    }
  }

  /// The first key is destroyed, and the next ones stand as after any rotation.
  bool ended() {
    const auto ring = store_->keyring(name_);
    if (!held(ring)) return true;
    const auto* first = ring->find(first_kid_);
    if (first != nullptr && !first->destroyed_at) return false;
    return ring->active() != nullptr && ring->pending() != nullptr && ring->active()->kid != first_kid_;
  }

  const FaultCase& which_;
  keyring::Policy policy_;
  keyring::Name name_;
  Readers readers_;
  Outcome outcome_;
  base::Instant now_ = kBegin;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Front> front_;
  std::unique_ptr<destination::Opener> around_;  // the fault: it keeps its connections
  std::string first_kid_;
  bool begun_ = false;
  bool mended_ = !which_.fault;  // without a fault there is nothing to mend
  int runs_under_fault_ = 0;
};

}  // namespace

std::string FaultCase::title() const {
  if (!fault) return fmt::format("{} without a fault", sites.front()->name());
  return fmt::format("{} x {}{} x {}", sites.front()->name(), word(*fault),
                     from_the_first_write ? " from the first write on" : "", keyring::word(step));
}

Outcome run(const FaultCase& which) { return Run(which).run(); }

}  // namespace jwtkeep::matrix
