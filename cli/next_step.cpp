#include "cli/next_step.hpp"

#include <algorithm>
#include <ranges>

#include "cli/view.hpp"
#include "jwtkeep/base/reason_meaning.hpp"
#include "jwtkeep/doctor/next_step.hpp"
#include "jwtkeep/opening/store_place.hpp"

namespace jwtkeep::cli {
namespace {

using base::Reason;
using doctor::NextStep;

constexpr std::string_view kProgram = "jwtkeep ";

/// So many of the keyrings that are due are looked at: it has to stay quick on a store with many.
constexpr std::size_t kMostLooked = 100;

/// The step of a keyring that comes first of all.
struct Ahead {
  keyring::Keyring ring;
  keyring::Step step;
  base::Instant at;
};

struct Found {
  doctor::Sight sight;
  std::string keyring;  ///< any, for examples
  std::optional<Ahead> ahead;
};

/// Whether it is told how to mend it, in place of the error: the store is there, and its user holds what opens it.
bool keeps_it_shut(Reason reason) {
  return reason == Reason::permission || reason == Reason::wrong_key_file || reason == Reason::wrong_passphrase ||
         reason == Reason::wrong_master_key || reason == Reason::newer_format || reason == Reason::not_found;
}

base::Instant when(const keyring::Step& step) { return std::max(step.safe_at, step.wanted_at); }

/// The store keeps its keyrings in the order in which somebody has to look at them, which is never later than a step.
base::Result<std::optional<Ahead>> first_ahead(store::Store& store, base::Instant now) {
  constexpr auto kFar = std::chrono::days{365 * 100};
  JWTKEEP_TRY(const auto page, store.due(now + kFar, kMostLooked));
  std::optional<Ahead> first;
  JWTKEEP_CHECK(store.read([&](store::Reading& reading) -> base::Result<void> {
    first.reset();
    for (const auto& each : page) {
      JWTKEEP_TRY(const auto name, each.name);
      JWTKEEP_TRY(auto whole, reading.whole(name));
      const auto looked_at = store::earliest_due(whole.keyring, whole.destinations);
      if (first && looked_at && *looked_at > first->at) break;
      const auto steps =
          keyring::plan(whole.keyring, whole.keyring.policy, store::confirmations(whole.destinations, now), now);
      const auto next = std::ranges::min_element(steps, {}, when);
      if (next == steps.end() || (first && first->at <= when(*next))) continue;
      auto step = *next;
      const auto at = when(step);
      first = Ahead{std::move(whole.keyring), std::move(step), at};
    }
    return {};
  }));
  return first;
}

base::Result<void> look_at_keyrings(store::Store& store, base::Instant now, Found& found) {
  JWTKEEP_TRY(const auto names, store.names("", "", 1));
  found.sight.has_keyrings = !names.empty();
  if (names.empty()) return {};
  found.keyring = names.front().text();
  JWTKEEP_TRY(const auto due, store.due(now, kMostLooked + 1));
  found.sight.more_due = due.size() > kMostLooked;
  if (due.empty()) {
    JWTKEEP_TRY(found.ahead, first_ahead(store, now));
    return {};
  }
  return store.read([&](store::Reading& reading) -> base::Result<void> {
    found.sight.due.clear();
    for (const auto& each : due | std::views::take(kMostLooked)) {
      JWTKEEP_TRY(const auto name, each.name);
      JWTKEEP_TRY(auto whole, reading.whole(name));
      found.sight.due.push_back(std::move(whole));
    }
    return {};
  });
}

/// The error that opening the store would meet, without asking anybody for a passphrase.
base::Result<store::Store> open_quietly(const Session& session, std::unique_ptr<store::Backend> backend,
                                        const std::string& place) {
  JWTKEEP_TRY(const auto ways, store::peek_ways_in(*backend));
  JWTKEEP_TRY(auto opener, session.opener_at_hand(place, ways));
  if (!opener) return std::unexpected(session.nothing_opens(place, ways));
  return store::Store::open(std::move(backend), *opener);
}

base::Result<Found> look(const Session& session, base::Instant now) {
  Found found;
  JWTKEEP_TRY(const auto place, session.store_path());
  auto backend = opening::open_backend(place);
  found.sight.has_store = backend || backend.error().reason != Reason::no_store;
  if (!found.sight.has_store) return found;
  auto store = backend ? open_quietly(session, *std::move(backend), place)
                       : base::Result<store::Store>(std::unexpected(backend.error()));
  if (!store) {
    if (!keeps_it_shut(store.error().reason)) return std::unexpected(store.error());
    found.sight.closed = store.error();
    found.sight.closed->hint = base::hint_of(store.error());
    return found;
  }
  JWTKEEP_CHECK(look_at_keyrings(*store, now, found));
  return found;
}

/// What one does every day, for who has a store; or without one.
std::vector<std::vector<std::string>> commands_for(const std::string& keyring) {
  if (keyring.empty()) {
    return {{"need no store", "jwtkeep generate, jwtkeep judge -, jwtkeep inspect TOKEN, jwtkeep scan ."},
            {"all commands", "jwtkeep --help"}};
  }
  return {{"tokens", "jwtkeep sign " + keyring + ", jwtkeep verify " + keyring + " TOKEN"},
          {"hand keys out", "jwtkeep run " + keyring + " -- COMMAND, jwtkeep sync add " + keyring + " URL"},
          {"look", "jwtkeep list, jwtkeep show " + keyring + ", jwtkeep doctor"},
          {"all commands", "jwtkeep --help"}};
}

void print(Session& session, const Found& found, const std::vector<NextStep>& steps, base::Instant now) {
  auto& out = session.out();
  const auto next = out.styled(Style::bold, "next:") + " ";
  if (steps.front().kind == NextStep::Kind::wait) {
    out.line("all that is due is done");
    if (found.ahead) {
      out.line(next + found.ahead->ring.name.text() + ": " +
               step_sentence(found.ahead->step, found.ahead->ring.policy, now));
      out.line("for it to happen by itself: jwtkeep rotate --due every minute (cron), or jwtkeep serve");
    }
  } else {
    constexpr std::size_t kMostTold = 3;
    for (std::size_t i = 0; i < std::min(steps.size(), kMostTold); ++i) {
      out.line(printable(steps[i].what));
      out.line((i == 0 ? next : "then: ") + printable(steps[i].how));
    }
  }
  out.line("");
  out.write(table(commands_for(found.keyring)));
}

base::Json to_json(const Found& found, const std::vector<NextStep>& steps) {
  auto list = base::Json::array();
  for (const auto& step : steps) {
    list.push(base::Json::object({{"kind", doctor::word(step.kind)}, {"what", step.what}, {"how", step.how}}));
  }
  auto json = base::Json::object({{"steps", std::move(list)}});
  if (found.ahead) {
    json.set("ahead", base::Json::object({{"keyring", found.ahead->ring.name.text()},
                                          {"step", keyring::word(found.ahead->step.kind)},
                                          {"kid", found.ahead->step.kid},
                                          {"at", base::format_instant(found.ahead->at)}}));
  }
  return json;
}

}  // namespace

base::Result<int> show_next_step(Session& session) {
  const auto now = Session::now();
  JWTKEEP_TRY(const auto found, look(session, now));
  auto steps = doctor::next_steps(found.sight, now);
  for (auto& step : steps) {
    if (step.how.starts_with(kProgram)) step.how = session.command_line(step.how.substr(kProgram.size()));
  }
  if (session.json()) {
    session.out().document(to_json(found, steps));
  } else {
    print(session, found, steps, now);
  }
  return 0;
}

}  // namespace jwtkeep::cli
